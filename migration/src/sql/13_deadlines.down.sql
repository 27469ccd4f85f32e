drop table deadline_basis;
drop table deadline;
alter table adm_case drop column minutes_on;
alter table council drop column reviews_from;
alter table council drop column records_from;
alter table review drop column adjourned_on;
drop table care_event;
drop table dispute;
drop table extension;
