drop table change;
drop table change_head;
