-- Facts that make standings, the derived standings, and what overrides them.
create table allocation (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  professional_id bigint not null references professional (id),
  capacity text not null check (capacity in ('WORKER', 'IRO', 'ACTING_IRO')),
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create unique index allocation_open_worker on allocation (council_id, child_id) where capacity = 'WORKER' and ends_on = '9999-12-31';
create unique index allocation_open_iro on allocation (council_id, child_id) where capacity = 'IRO' and ends_on = '9999-12-31';
create index allocation_person on allocation (council_id, child_id, professional_id);

create table case_team (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  team_desk_id bigint not null references desk (id),
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create unique index case_team_open on case_team (council_id, child_id) where ends_on = '9999-12-31';

create table inspection (
  council_id smallint not null,
  id bigint not null,
  desk_id bigint not null references desk (id),
  opens_on date not null,
  closes_on date not null,
  primary key (council_id, id),
  check (opens_on < closes_on)
);
create table inspection_sample (
  council_id smallint not null,
  inspection_id bigint not null,
  child_id bigint not null,
  primary key (council_id, inspection_id, child_id),
  foreign key (council_id, inspection_id) references inspection (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index inspection_sample_child on inspection_sample (council_id, child_id);

-- An open request or incident that names the child gives the data protection officer a standing.
create table dpo_incident (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  opened_on date not null,
  closed_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (opened_on < closed_on)
);
create index dpo_incident_child on dpo_incident (council_id, child_id);

-- Derived from the facts, rewritten with them in one transaction. Closed by `replaced_at`, never deleted,
-- so that who could have seen a child at an instant stays known.
create table standing (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  desk_id bigint not null references desk (id),
  kind smallint not null check (kind between 0 and 15),
  limit_mask integer,
  starts_on date not null,
  ends_on date not null,
  recorded_at @instant not null,
  replaced_at @instant,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create index standing_desk on standing (desk_id, ends_on, starts_on, council_id, child_id, kind) where replaced_at is null;
create index standing_child on standing (council_id, child_id, ends_on);

create table restriction_allow (
  professional_id bigint not null references professional (id),
  council_id smallint not null,
  child_id bigint not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (professional_id, council_id, child_id, starts_on),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);

create table exclusion (
  professional_id bigint not null references professional (id),
  council_id smallint not null,
  child_id bigint not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (professional_id, council_id, child_id, starts_on),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);

create table access_request (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  professional_id bigint not null references professional (id),
  basis text not null check (basis in ('CHILDREN_ACT_1989_S42', 'COVER_DUTY', 'BREAK_GLASS', 'COURT_DISCLOSURE', 'DATA_PROTECTION_CASE')),
  purpose text not null,
  classes integer not null,
  from_at @instant not null,
  until_at @instant not null,
  granted_by_id bigint references professional (id),
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (from_at < until_at)
);
create index access_request_person on access_request (professional_id, council_id, child_id, until_at);

-- A court's direction that one class of one child be released to one kind of agency.
create table release (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  class smallint not null,
  reader_kind text not null check (reader_kind in ('CAFCASS', 'COURT')),
  recipient_id bigint references professional (id),
  order_id bigint not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, order_id) references court_order (council_id, id),
  check (starts_on < ends_on)
);
create index release_child on release (council_id, child_id, class);
