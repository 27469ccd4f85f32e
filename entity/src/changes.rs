//! The change feed.

pub mod change {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "change")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub council_id: i16,
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub public_id: Vec<u8>,
        pub child_id: i64,
        pub kind: String,
        pub class_mask: i32,
        pub seen_as: String,
        pub reader_kind: Option<String>,
        pub marks: i16,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
