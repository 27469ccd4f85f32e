-- A direction is named when it is said to have been met; one from before this step keeps no name.
alter table direction add column public_id @bytes;
create unique index direction_public on direction (public_id);
-- Whether an order decides the application about its child. A case has its final order when each of its children has.
alter table court_order add column is_final boolean not null default false;
