-- What people did on a record: who, when, under which standing, from which state to which, and why. Appended, never
-- changed; the history of a plan is read from here.
create table act_event (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  act text not null,
  standing text, -- nothing where the product drew a consequence
  by_id bigint not null references professional (id),
  at @instant not null,
  happened_on date not null,
  version_id bigint,
  from_state text,
  to_state text,
  linked_kind text,
  linked_id bigint,
  how text, -- permanence was achieved, as it is reported and confirmed
  reason text,
  management_note text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, child_id, version_id) references plan_version (council_id, child_id, id)
);
create index act_event_child on act_event (council_id, child_id, id);
create index act_event_version on act_event (council_id, version_id, id) where version_id is not null;

-- What a client's key has already done: ids, never content. The answer is made anew under the permits of the day.
create table idempotency_key (
  professional_id bigint not null references professional (id),
  client_key text not null,
  input_hash @bytes not null,
  council_id smallint,
  child_id bigint,
  done text not null,
  recorded_at @instant not null,
  primary key (professional_id, client_key)
);
create index idempotency_key_child on idempotency_key (council_id, child_id);
create index idempotency_key_age on idempotency_key (professional_id, recorded_at);

alter table plan_version add column no_contingency_reason text;
alter table plan_version add column no_childs_view_reason text;
alter table plan_version add column review_outcome text;
alter table adm_case add column version_id bigint;
alter table adm_case add column route text;
alter table adm_case add column reversal_code text;
alter table adm_case add column reasons text;
alter table approval add column reasons text;
alter table filing add column is_interim boolean not null default false;
alter table proceedings add column is_of_council boolean not null default true;
alter table proceedings add column outcome text;
alter table dispute add column public_id @bytes;
alter table dispute add column stage text;
alter table dispute add column subject text;
create unique index dispute_public on dispute (public_id);

-- Who sat on the panel: none of them may take part in the decision (Adoption Agencies Regulations 2005, regulation 19(2)).
create table adm_panel_member (
  council_id smallint not null,
  adm_case_id bigint not null,
  professional_id bigint not null references professional (id),
  primary key (council_id, adm_case_id, professional_id),
  foreign key (council_id, adm_case_id) references adm_case (council_id, id)
);

-- A plan shown to a partner without being filed: proposed by one person, authorised by another.
create table sharing (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  version_id bigint not null,
  reader_kind text not null check (reader_kind in ('CAFCASS', 'COURT')),
  proposed_by_id bigint not null references professional (id),
  proposed_on date not null,
  authorised_by_id bigint references professional (id),
  authorised_on date,
  primary key (council_id, id),
  foreign key (council_id, child_id, version_id) references plan_version (council_id, child_id, id)
);
create unique index sharing_open on sharing (council_id, version_id, reader_kind) where authorised_on is null;

-- What the guardian says of the council's evidence and plan.
create table evidence_feedback (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  appointment_id bigint not null,
  given_on date not null,
  rating text not null check (rating in ('GOOD', 'ADEQUATE', 'POOR')),
  points text not null,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, appointment_id) references guardian_appointment (council_id, id)
);
create index evidence_feedback_child on evidence_feedback (council_id, child_id);
