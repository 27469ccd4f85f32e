-- A desk may hold every child of a district; a role asks of it for a few kinds of standing only.
create index standing_desk_kind on standing (desk_id, kind, ends_on, starts_on, council_id, child_id) where replaced_at is null;
drop index standing_desk;
