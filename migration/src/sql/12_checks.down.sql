alter table import_issue drop column child_key;
alter table import_issue drop column table_name;
