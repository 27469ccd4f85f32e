//! Proceedings, filings and the guardian.

pub mod proceedings {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "proceedings")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub kind: String,
        pub case_number: Option<String>,
        pub case_key: Option<String>,
        pub court_id: Option<i64>,
        pub issued_on: Option<Date>,
        pub final_order_on: Option<Date>,
        pub appeal_lodged_on: Option<Date>,
        pub appeal_ended_on: Option<Date>,
        pub closed_on: Option<Date>,
        pub is_of_council: bool,
        pub outcome: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod proceedings_child {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "proceedings_child")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub child_id: i64,
        pub covered_from: Date,
        pub covered_to: Date,
        pub replaced_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_court {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_court")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub court_id: i64,
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod hearing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "hearing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub proceedings_id: i64,
        pub kind: String,
        pub listed_on: Date,
        pub court_id: i64,
        pub judge_id: Option<i64>,
        pub legal_adviser_id: Option<i64>,
        pub status: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_allocation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_allocation")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub judge_id: i64,
        pub starts_on: Date,
        pub ends_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod direction {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "direction")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Option<Vec<u8>>,
        pub proceedings_id: i64,
        pub given_on: Date,
        pub due_on: Option<Date>,
        pub met_on: Option<Date>,
        pub direction_text: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod court_order {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "court_order")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub proceedings_id: i64,
        pub kind: String,
        pub made_on: Date,
        pub expires_on: Option<Date>,
        pub court_id: i64,
        pub is_final: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod filing {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "filing")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub kind: String,
        pub filed_on: Date,
        pub served_on: Option<Date>,
        pub is_interim: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod shared_item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "shared_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub class: i16,
        pub item_id: i64,
        pub as_filed_state: Option<String>,
        pub via: String,
        pub filing_id: Option<i64>,
        pub reader_kind: String,
        pub shared_at: DateTimeUtc,
        pub withdrawn_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod guardian_request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "guardian_request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub area_desk_id: i64,
        pub opened_on: Date,
        pub closed_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod guardian_appointment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "guardian_appointment")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub proceedings_id: i64,
        pub officer_id: i64,
        pub manager_desk_id: Option<i64>,
        pub appointed_on: Date,
        pub ended_on: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod guardian_analysis {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "guardian_analysis")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub appointment_id: i64,
        pub kind: String,
        pub filed_on: Option<Date>,
        pub position: Option<String>,
        pub body: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod filed_content {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "filed_content")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub child_id: i64,
        pub class: i16,
        pub item_id: i64,
        pub body: String,
        pub body_hash: String,
        pub recorded_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod filed_item {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "filed_item")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub shared_item_id: i64,
        pub child_id: i64,
        pub content_id: i64,
        pub version_id: Option<i64>,
        pub as_filed_option: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod plan_summary_version {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "plan_summary_version")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub served_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
