alter table court_order drop column is_final;
drop index direction_public;
alter table direction drop column public_id;
