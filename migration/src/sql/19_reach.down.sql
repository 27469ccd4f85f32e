create index standing_desk on standing (desk_id, ends_on, starts_on, council_id, child_id, kind) where replaced_at is null;
drop index standing_desk_kind;
