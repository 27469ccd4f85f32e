//! Who was shown what.

pub mod ledger_batch {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_batch")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain_id: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_no: i64,
        pub prev: Vec<u8>,
        pub hash: Vec<u8>,
        pub entry_count: i32,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod ledger_entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_entry")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain_id: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_no: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub ord: i32,
        pub request_id: String,
        pub operation: String,
        pub issuer: String,
        pub subject: String,
        pub token_id: String,
        pub professional_id: Option<i64>,
        pub agency: String,
        pub role: String,
        pub purpose: Option<String>,
        pub policy_version: String,
        pub outcome: String,
        pub at: DateTimeUtc,
        pub actor: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod ledger_child {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_child")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub chain_id: Vec<u8>,
        #[sea_orm(primary_key, auto_increment = false)]
        pub batch_no: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub ord: i32,
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub child_id: i64,
        pub standings: i32,
        pub shown: i32,
        pub withheld: i32,
        pub plan_version_id: Option<i64>,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod ledger_anchor {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "ledger_anchor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub anchor_no: i64,
        pub prev: Vec<u8>,
        pub hash: Vec<u8>,
        pub heads: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
