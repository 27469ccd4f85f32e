-- A finding is read back by rule, by child and by file, so it says whose row it is about and of which table.
-- SENSITIVE_MATERIAL like the row itself: never in the API.
alter table import_issue add column table_name text;
alter table import_issue add column child_key text;
