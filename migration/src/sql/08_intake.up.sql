-- What a return says of a child for its collection year. `year` is the calendar year in which that ends; the return of a
-- year is the only one that changes the rows of the year.

-- The yearly health checks: HEALTH. `is_convicted` is SENSITIVE_MATERIAL.
create table oc2_year (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  year smallint not null,
  sdq_score smallint,
  sdq_reason text,
  is_convicted boolean,
  had_health_check boolean,
  is_immunised boolean,
  had_teeth_check boolean,
  had_health_assessment boolean,
  has_substance_misuse boolean,
  received_intervention boolean,
  was_offered_intervention boolean,
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, year),
  foreign key (council_id, child_id) references child (council_id, id)
);

-- A care leaver's year: PLACEMENT.
create table oc3_year (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  year smallint not null,
  in_touch text,
  activity text,
  accommodation text,
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, year),
  foreign key (council_id, child_id) references child (council_id, id)
);

-- A spell that two years return has a row of each; the later year's is the one to go by. One may begin and end on a day.
create table missing_spell (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  year smallint not null,
  kind text,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, starts_on, year),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on <= ends_on)
);

-- Deprivation of liberty: LEGAL_STATUS.
create table liberty_order (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  year smallint not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, starts_on, year),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on <= ends_on)
);

-- Who the return says was the child's social worker, by registration number: TEAM. It gives nobody a standing.
create table worker_spell (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  year smallint not null,
  registration_no text,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  reason_code text,
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, starts_on, year),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on <= ends_on)
);
