//! Plans and their versions, reviews, visits, oversight.

pub mod plan {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub opened_on: Date,
        pub closed_on: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod plan_version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub plan_id: i64,
        pub version_no: i16,
        pub state: String,
        pub is_in_force: bool,
        pub is_preparing: bool,
        pub proposed_on: Option<Date>,
        pub authorised_on: Option<Date>,
        pub reviewed_on: Option<Date>,
        pub target_on: Option<Date>,
        pub rationale: Option<String>,
        pub analysis: Option<String>,
        pub contingency_text: Option<String>,
        pub sibling_text: Option<String>,
        pub parents_views: Option<String>,
        pub no_contingency_reason: Option<String>,
        pub no_childs_view_reason: Option<String>,
        pub review_outcome: Option<String>,
        pub revision: i64,
        pub recorded_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod plan_option {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_option")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub version_id: i64,
        pub permanence_option: String,
        pub part: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod adm_case {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "adm_case")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub kind: String,
        pub decision_maker_id: i64,
        pub referred_on: Date,
        pub decided_on: Option<Date>,
        pub decision: Option<String>,
        pub minutes_on: Option<Date>,
        pub version_id: Option<i64>,
        pub route: Option<String>,
        pub reversal_code: Option<String>,
        pub reasons: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod approval {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "approval")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub kind: String,
        pub officer_id: i64,
        pub referred_on: Date,
        pub decided_on: Option<Date>,
        pub decision: Option<String>,
        pub reasons: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod review {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "review")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub kind: String,
        pub due_on: Option<Date>,
        pub held_on: Option<Date>,
        pub participation: Option<String>,
        pub is_plan_considered: Option<bool>,
        pub decisions: Option<String>,
        pub adjourned_on: Option<Date>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod visit {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "visit")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub held_on: Date,
        pub visitor_id: i64,
        pub was_seen: bool,
        pub seen_alone: String,
        pub is_on_time: Option<bool>,
        pub note: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod oversight_decision {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "oversight_decision")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub kind: String,
        pub decided_on: Date,
        pub decided_by_id: i64,
        pub decision: String,
        pub reasons: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
