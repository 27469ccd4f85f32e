drop table worker_spell;
drop table liberty_order;
drop table missing_spell;
drop table oc3_year;
drop table oc2_year;
