drop table ledger_anchor;
drop table ledger_child;
drop table ledger_entry;
drop table ledger_batch;
