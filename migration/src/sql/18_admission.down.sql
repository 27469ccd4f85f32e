drop table admission_event;
drop table token_denied;
alter table ledger_entry drop column actor;
alter table agency drop column area;
alter table identity drop column unlinked_at;
alter table professional drop column inactive_at;
