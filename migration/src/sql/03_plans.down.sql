drop table oversight_decision;
drop table visit;
drop table review;
drop table approval;
drop table adm_case;
drop table plan_option;
drop table plan_version;
drop table plan;
