-- Returns as they came, and the care record's link to them.
create table import_run (
  council_id smallint not null references council (id),
  id bigint not null,
  year_ending date not null,
  format text not null,
  content_sha256 text not null,
  row_count bigint not null default 0,
  started_at @instant not null,
  finished_at @instant,
  primary key (council_id, id),
  unique (council_id, format, year_ending, content_sha256)
);

create table import_file (
  council_id smallint not null,
  id bigint not null,
  run_id bigint not null,
  table_name text not null,
  file_name text not null,
  sha256 text not null,
  encoding text not null,
  row_count bigint not null,
  primary key (council_id, id),
  foreign key (council_id, run_id) references import_run (council_id, id)
);

-- Every row as read. SENSITIVE_MATERIAL: never in the API.
create table import_row (
  council_id smallint not null,
  run_id bigint not null,
  table_name text not null,
  row_no bigint not null,
  child_key text not null,
  sort_date date,
  cells text not null,
  row_sha256 @bytes not null,
  primary key (council_id, run_id, table_name, row_no),
  foreign key (council_id, run_id) references import_run (council_id, id)
);
create index import_row_child on import_row (council_id, run_id, child_key, table_name);

create table import_issue (
  council_id smallint not null,
  id bigint not null,
  run_id bigint not null,
  file_name text not null,
  row_no bigint,
  column_name text,
  rule text not null,
  severity text not null check (severity in ('ERROR', 'WARNING')),
  value text,
  expected text not null,
  primary key (council_id, id),
  foreign key (council_id, run_id) references import_run (council_id, id)
);
create index import_issue_run on import_issue (council_id, run_id, rule);

-- An episode as returned; read by import and checks only. The current row of a key has no `replaced_at`.
create table episode (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  decom date not null,
  rne text,
  ls text,
  cin text,
  place text,
  place_provider text,
  dec date,
  rec text,
  reason_place_change text,
  home_post text,
  pl_post text,
  urn text,
  run_id bigint not null,
  first_year smallint not null,
  last_seen_year smallint not null,
  is_not_seen_again boolean not null default false,
  recorded_at @instant not null,
  replaced_at @instant,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, run_id) references import_run (council_id, id)
);
create unique index episode_current on episode (council_id, child_id, decom) where replaced_at is null;
create index episode_child on episode (council_id, child_id);
