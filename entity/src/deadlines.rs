//! Deadlines, and the facts that only they are reckoned from.

pub mod extension {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "extension")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub granted_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod dispute {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "dispute")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub opened_on: Date,
        pub closed_on: Option<Date>,
        pub public_id: Option<Vec<u8>>,
        pub stage: Option<String>,
        pub subject: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod care_event {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "care_event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub kind: String,
        pub happened_on: Date,
        pub until_on: Option<Date>,
        pub interval_days: Option<i16>,
        pub placement_id: Option<i64>,
        pub review_id: Option<i64>,
        pub proceedings_id: Option<i64>,
        pub adm_case_id: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod deadline {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "deadline")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub rule: String,
        pub rule_case: String,
        pub standard: String,
        pub class_mask: i32,
        pub owner_mask: i32,
        pub set_off_kind: String,
        pub set_off_id: Option<i64>,
        pub set_off_on: Date,
        pub due_on: Option<Date>,
        pub refused: Option<String>,
        pub act_by: Option<Date>,
        pub soon_from: Option<Date>,
        pub not_before: Option<Date>,
        pub state: i16,
        pub met_kind: Option<String>,
        pub met_id: Option<i64>,
        pub met_on: Option<Date>,
        pub reason: Option<String>,
        pub ceased_on: Option<Date>,
        pub is_guarded: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
