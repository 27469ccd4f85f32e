-- Who there is: councils, agencies, people, and the desks through which standings are held.
create table id_counter (
  scope smallint primary key, -- 0 for rows of no council, else the council
  next_id bigint not null
);

create table council (
  id smallint primary key,
  gss_code text not null unique,
  name text not null
);

create table agency (
  id smallint primary key,
  agency_key text not null unique,
  kind text not null check (kind in ('COUNCIL', 'CAFCASS', 'COURT', 'OFSTED')),
  name text not null,
  council_id smallint references council (id),
  contact_name text not null,
  contact_email text,
  contact_telephone text,
  check ((kind = 'COUNCIL') = (council_id is not null))
);

create table professional (
  id bigint primary key,
  public_id @bytes not null unique,
  agency_id smallint not null references agency (id),
  display_name text not null,
  role text not null,
  email text,
  telephone text,
  registration_no text
);
create index professional_registration on professional (agency_id, registration_no);

-- One person under two issuers is two rows here, linked by an act, never by a likeness of names.
create table identity (
  issuer text not null,
  subject text not null,
  professional_id bigint not null references professional (id),
  primary key (issuer, subject)
);
create index identity_professional on identity (professional_id);

create table court (
  id bigint primary key,
  public_id @bytes not null unique,
  name text not null unique
);

create table desk (
  id bigint primary key,
  kind text not null check (kind in ('PERSON', 'TEAM', 'DUTY', 'OFFICER_TEAM', 'COUNCIL_LEGAL', 'DPO_OFFICE', 'COURT', 'INSPECTION')),
  name text not null,
  council_id smallint references council (id),
  court_id bigint references court (id),
  professional_id bigint references professional (id),
  check ((kind = 'PERSON') = (professional_id is not null)),
  check ((kind = 'COURT') = (court_id is not null))
);
create unique index desk_of_person on desk (professional_id) where professional_id is not null;
create unique index desk_of_court on desk (court_id) where court_id is not null;
create index desk_of_council on desk (council_id, kind) where council_id is not null;

-- A duty shift and an inspection end at an instant: `until_at` is checked besides the days.
create table desk_member (
  id bigint primary key,
  desk_id bigint not null references desk (id),
  professional_id bigint not null references professional (id),
  role text not null,
  starts_on date not null,
  ends_on date not null default '9999-12-31',
  from_at @instant,
  until_at @instant,
  replaced_at @instant,
  check (starts_on < ends_on)
);
create index desk_member_person on desk_member (professional_id, role, desk_id, starts_on) where replaced_at is null;
create index desk_member_desk on desk_member (desk_id);
create unique index desk_member_open on desk_member (professional_id, role, desk_id) where replaced_at is null and ends_on = '9999-12-31';
