-- The child and the care record. Everything here belongs to a council and carries it in its key.
create table child (
  council_id smallint not null references council (id),
  id bigint not null,
  public_id @bytes not null unique,
  gate smallint not null default 0 check (gate in (0, 1, 2)), -- 0 open, 1 restricted, 2 sealed
  born_on date,
  expected_on date,
  died_on date,
  sex text not null default 'NOT_STATED' check (sex in ('FEMALE', 'MALE', 'NOT_STATED')),
  ethnicity text,
  religion text,
  first_language text,
  is_uasc boolean not null default false,
  uasc_ceased_on date,
  revision bigint not null default 1,
  recorded_at @instant not null,
  primary key (council_id, id),
  check (born_on is not null or expected_on is not null)
);

create table child_name (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  given_names text,
  family_name text,
  sort_key text @bytewise not null,
  recorded_at @instant not null,
  replaced_at @instant,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create unique index child_name_current on child_name (council_id, child_id) where replaced_at is null;
create index child_name_sort on child_name (council_id, sort_key) where replaced_at is null;

create table child_identifier (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  kind text not null check (kind in ('LOCAL', 'UPN', 'UPN_FORMER', 'UPN_UNKNOWN', 'NHS', 'HOME_OFFICE')),
  value text not null,
  folded text not null,
  recorded_at @instant not null,
  replaced_at @instant,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create unique index child_identifier_local on child_identifier (council_id, folded) where replaced_at is null and kind = 'LOCAL';
create index child_identifier_child on child_identifier (council_id, child_id);
create index child_identifier_value on child_identifier (council_id, kind, folded);

create table home_address (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  lines text,
  postcode text,
  is_confidential boolean not null default false,
  recorded_at @instant not null,
  replaced_at @instant,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create unique index home_address_current on home_address (council_id, child_id) where replaced_at is null;

create table period_of_care (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  end_code text,
  need_code text,
  primary key (council_id, id),
  unique (council_id, child_id, starts_on),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create unique index period_of_care_open on period_of_care (council_id, child_id) where ends_on = '9999-12-31';

create table legal_spell (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  origin text not null check (origin in ('IMPORT', 'ENTERED')),
  code text not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  unique (council_id, child_id, starts_on),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create index legal_spell_code on legal_spell (council_id, code, ends_on);

create table previous_permanence (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  option_code text not null,
  authority text,
  date_text text,
  happened_year smallint,
  happened_month smallint,
  happened_day smallint,
  first_year smallint not null,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index previous_permanence_child on previous_permanence (council_id, child_id);

create table placement (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  origin text not null check (origin in ('IMPORT', 'ENTERED')),
  type_code text not null,
  provider_code text,
  change_reason text,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  is_confidential boolean not null default false,
  is_adoptive boolean not null default false,
  is_temporary boolean not null default false,
  primary key (council_id, id),
  unique (council_id, child_id, id),
  unique (council_id, child_id, starts_on),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create index placement_child on placement (council_id, child_id, ends_on desc);

create table placement_location (
  council_id smallint not null,
  placement_id bigint not null,
  child_id bigint not null,
  lines text,
  postcode text,
  provider_name text,
  provider_urn text,
  distance_tenths integer,
  is_in_authority boolean,
  school_name text,
  contact_venue text,
  primary key (council_id, placement_id),
  foreign key (council_id, child_id, placement_id) references placement (council_id, child_id, id)
);
create index placement_location_child on placement_location (council_id, child_id);

create table placement_carer (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  placement_id bigint not null,
  carer_name text not null,
  relationship text,
  approved_on date,
  primary key (council_id, id),
  foreign key (council_id, child_id, placement_id) references placement (council_id, child_id, id)
);
create index placement_carer_child on placement_carer (council_id, child_id);

-- Why a placement or an address is confidential; the placement's own mark is derived from it.
create table confidential_flag (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  subject text not null check (subject in ('ADDRESS', 'PLACEMENT')),
  subject_id bigint not null,
  reason_code text not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (starts_on < ends_on)
);
create index confidential_flag_child on confidential_flag (council_id, child_id);

create table adoption_match (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  serial_number text not null,
  adopter_names text not null,
  adoption_agency text,
  matched_on date,
  primary key (council_id, id),
  unique (council_id, serial_number),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index adoption_match_child on adoption_match (council_id, child_id);

create table family_member (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  member_name text not null,
  relationship text not null,
  is_sibling boolean not null default false,
  has_parental_responsibility boolean not null default false,
  is_placed_together boolean,
  address_lines text,
  postcode text,
  telephone text,
  email text,
  linked_child_id bigint,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, linked_child_id) references child (council_id, id)
);
create index family_member_child on family_member (council_id, child_id);

create table contact_arrangement (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  with_whom text not null,
  frequency text not null,
  supervision text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index contact_arrangement_child on contact_arrangement (council_id, child_id);

create table voice (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  said_on date not null,
  heard_by_id bigint not null references professional (id),
  words text not null,
  recorded_at @instant not null,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index voice_child on voice (council_id, child_id, said_on);

create table health_event (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  kind text not null check (kind in ('IHA', 'RHA', 'DENTAL', 'IMMUNISATION', 'SDQ', 'DISABILITY')),
  happened_on date not null,
  score smallint,
  detail text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index health_event_child on health_event (council_id, child_id, kind, happened_on);

create table education_plan (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  reviewed_on date not null,
  attendance_percent smallint,
  summary text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index education_plan_child on education_plan (council_id, child_id, reviewed_on);

create table sensitive_item (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  kind text not null check (kind in ('S47', 'POLICE', 'REFERRAL', 'THIRD_PARTY')),
  originator text not null,
  received_on date not null,
  body text not null,
  primary key (council_id, id),
  unique (council_id, child_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index sensitive_item_child on sensitive_item (council_id, child_id, received_on);

-- The originator's latest word decides, per kind of agency that would read.
create table originator_consent (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  item_id bigint not null,
  reader_kind text not null check (reader_kind in ('CAFCASS', 'COURT', 'OFSTED')),
  is_agreed boolean not null,
  decided_on date not null,
  primary key (council_id, id),
  foreign key (council_id, child_id, item_id) references sensitive_item (council_id, child_id, id)
);
create index originator_consent_child on originator_consent (council_id, child_id);

create table legal_advice (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  given_on date not null,
  body text not null,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index legal_advice_child on legal_advice (council_id, child_id, given_on);
