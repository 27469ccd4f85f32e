-- Extensions of the 26 weeks (Children Act 1989, section 32), each with the end that the court stated.
create table extension (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  granted_on date not null,
  ends_on date not null,
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  check (granted_on <= ends_on)
);
create index extension_case on extension (council_id, proceedings_id, granted_on);

-- Formal disputes of the reviewing officer.
create table dispute (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  opened_on date not null,
  closed_on date,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (closed_on is null or closed_on >= opened_on)
);
create index dispute_child on dispute (council_id, child_id);

-- What a time limit counts from or is met by and has no record of its own: one dated event a row. The kinds are in
-- domain/deadlines/fact_kind.rs.
create table care_event (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  kind text not null,
  happened_on date not null,
  until_on date,
  interval_days smallint,
  placement_id bigint,
  review_id bigint,
  proceedings_id bigint,
  adm_case_id bigint,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, child_id, placement_id) references placement (council_id, child_id, id),
  foreign key (council_id, review_id) references review (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  foreign key (council_id, adm_case_id) references adm_case (council_id, id)
);
create index care_event_child on care_event (council_id, child_id);

-- From these days on the council records here what no return holds (visits, health, plans, decisions), and reviews.
-- Before them, and where there is no day, nothing is known: neither that it was missed nor that it was late.
alter table council add column records_from date;
alter table council add column reviews_from date;

alter table review add column adjourned_on date;
alter table adm_case add column minutes_on date;

-- Derived from the facts, in the transaction that changes them; nothing in a row depends on today.
create table deadline (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  rule text not null,
  rule_case text not null,
  standard text not null check (standard in ('STATUTORY', 'LOCAL')),
  class_mask integer not null, -- all of these classes must be visible
  owner_mask integer not null, -- the standings that act on it
  set_off_kind text not null,
  set_off_id bigint,
  set_off_on date not null,
  due_on date,
  refused text, -- why there is no date
  act_by date,
  soon_from date,
  not_before date,
  state smallint not null check (state in (0, 1, 2)), -- 0 open, 1 met, 2 not applicable
  met_kind text,
  met_id bigint,
  met_on date,
  reason text, -- why it does not apply from ceased_on; of an open one that day is a birthday ahead
  ceased_on date,
  is_guarded boolean not null, -- its days would give away those of a confidential placement
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check ((state = 1) = (met_on is not null)),
  check ((reason is null) = (ceased_on is null)),
  check (state <> 2 or reason is not null)
);
create index deadline_child on deadline (council_id, child_id);
create index deadline_open on deadline (council_id, child_id, due_on, ceased_on, class_mask, is_guarded) where state = 0;
create index deadline_next on deadline (council_id, due_on, id, child_id, class_mask) where state = 0;

-- What the rows were computed by: the rules, the calendar and the council's own standards.
create table deadline_basis (
  id smallint primary key check (id = 1),
  fingerprint text not null
);
