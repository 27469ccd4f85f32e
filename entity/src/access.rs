//! Facts that make standings, the derived standings, and what overrides them.

pub mod allocation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "allocation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub professional_id: i64,
        pub capacity: String,
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_team {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_team")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub team_desk_id: i64,
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod inspection {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "inspection")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub desk_id: i64,
        pub opens_on: Date,
        pub closes_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod inspection_sample {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "inspection_sample")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub inspection_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub child_id: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod dpo_incident {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "dpo_incident")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub opened_on: Date,
        pub closed_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod standing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "standing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub desk_id: i64,
        pub kind: i16,
        pub limit_mask: Option<i32>,
        pub starts_on: Date,
        pub ends_on: Date,
        pub recorded_at: DateTimeUtc,
        pub replaced_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod restriction_allow {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "restriction_allow")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub professional_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub child_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod exclusion {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "exclusion")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub professional_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub child_id: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod access_request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "access_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub professional_id: i64,
        pub basis: String,
        pub purpose: String,
        pub classes: i32,
        pub from_at: DateTimeUtc,
        pub until_at: DateTimeUtc,
        pub granted_by_id: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod release {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "release")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub class: i16,
        pub reader_kind: String,
        pub recipient_id: Option<i64>,
        pub order_id: i64,
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
