-- Proceedings, in the key path of the council that is party; what was filed; the guardian.
create table proceedings (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  kind text not null check (kind in ('CARE', 'PLACEMENT', 'ADOPTION', 'DISCHARGE', 'PRE_PROCEEDINGS')),
  case_number text,
  case_key text,
  court_id bigint references court (id),
  issued_on date,
  final_order_on date,
  appeal_lodged_on date,
  appeal_ended_on date,
  closed_on date,
  primary key (council_id, id)
);
create unique index proceedings_case on proceedings (council_id, case_key) where case_key is not null;
create index proceedings_case_key on proceedings (case_key);

create table proceedings_child (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  child_id bigint not null,
  covered_from date not null,
  covered_to date not null default '9999-12-31',
  replaced_at @instant,
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (covered_from < covered_to)
);
create unique index proceedings_child_current on proceedings_child (council_id, proceedings_id, child_id) where replaced_at is null;
create index proceedings_child_child on proceedings_child (council_id, child_id);

-- Where a case is heard, by date: a transfer ends the old centre's standing the same day.
create table case_court (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  court_id bigint not null references court (id),
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  check (starts_on < ends_on)
);
create index case_court_case on case_court (council_id, proceedings_id);

create table hearing (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  proceedings_id bigint not null,
  kind text not null check (kind in ('CMH', 'FCMH', 'IRH', 'FINAL', 'OTHER')),
  listed_on date not null,
  court_id bigint not null references court (id),
  judge_id bigint references professional (id),
  legal_adviser_id bigint references professional (id),
  status text not null check (status in ('LISTED', 'VACATED', 'HELD')),
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id)
);
create index hearing_case on hearing (council_id, proceedings_id, listed_on);

create table case_allocation (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  judge_id bigint not null references professional (id),
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  check (starts_on < ends_on)
);
create unique index case_allocation_open on case_allocation (council_id, proceedings_id) where ends_on = '9999-12-31';

create table direction (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  given_on date not null,
  due_on date,
  met_on date,
  direction_text text not null,
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id)
);
create index direction_case on direction (council_id, proceedings_id, given_on);

create table court_order (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  proceedings_id bigint not null,
  kind text not null check (kind in ('INTERIM_CARE', 'CARE', 'PLACEMENT', 'ADOPTION', 'SPECIAL_GUARDIANSHIP', 'CHILD_ARRANGEMENTS',
    'SUPERVISION', 'EMERGENCY_PROTECTION')),
  made_on date not null,
  expires_on date,
  court_id bigint not null references court (id),
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id)
);
create index court_order_child on court_order (council_id, child_id, made_on);

create table filing (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  kind text not null check (kind in ('PLAN', 'EVIDENCE', 'ANALYSIS')),
  filed_on date not null,
  served_on date,
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id)
);
create index filing_case on filing (council_id, proceedings_id, filed_on);

-- What a partner may read of an F class: the newest row that is not withdrawn names item and version.
-- `as_filed_state` is the plan's state on the day of filing: later moves are the council's own.
create table shared_item (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  class smallint not null,
  item_id bigint not null,
  as_filed_state text,
  via text not null check (via in ('FILED', 'SHARED', 'RELEASED_BY_GUARDIAN')),
  filing_id bigint,
  reader_kind text not null check (reader_kind in ('COUNCIL', 'CAFCASS', 'COURT', 'OFSTED')),
  shared_at @instant not null,
  withdrawn_at @instant,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, filing_id) references filing (council_id, id)
);
create index shared_item_child on shared_item (council_id, child_id, class, reader_kind);

create table guardian_request (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  area_desk_id bigint not null references desk (id),
  opened_on date not null,
  closed_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  check (opened_on < closed_on)
);
create index guardian_request_case on guardian_request (council_id, proceedings_id);

create table guardian_appointment (
  council_id smallint not null,
  id bigint not null,
  proceedings_id bigint not null,
  officer_id bigint not null references professional (id),
  manager_desk_id bigint references desk (id),
  appointed_on date not null,
  ended_on date not null default '9999-12-31',
  primary key (council_id, id),
  unique (council_id, proceedings_id, id),
  foreign key (council_id, proceedings_id) references proceedings (council_id, id),
  check (appointed_on < ended_on)
);
create unique index guardian_appointment_open on guardian_appointment (council_id, proceedings_id, officer_id) where ended_on = '9999-12-31';
create index guardian_appointment_case on guardian_appointment (council_id, proceedings_id);

create table guardian_analysis (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  appointment_id bigint not null,
  kind text not null check (kind in ('INITIAL', 'FINAL')),
  filed_on date,
  position text check (position in ('SUPPORTS', 'OPPOSES', 'SUPPORTS_WITH_CHANGES', 'NOT_YET')),
  body text not null,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, appointment_id) references guardian_appointment (council_id, id)
);
create index guardian_analysis_child on guardian_analysis (council_id, child_id);
