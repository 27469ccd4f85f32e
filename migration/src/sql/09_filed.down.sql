drop table filed_item;
drop table plan_summary_version;
drop table filed_content;
