-- Plans and their versions, reviews, visits, oversight.
create table plan (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  opened_on date not null,
  closed_on date,
  primary key (council_id, id),
  unique (council_id, child_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create unique index plan_open on plan (council_id, child_id) where closed_on is null;

create table plan_version (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  plan_id bigint not null,
  version_no smallint not null,
  state text not null check (state in ('DRAFT', 'PROPOSED', 'AUTHORISED', 'REVIEWED', 'ADM_PENDING', 'ADM_APPROVED', 'ADM_DECLINED',
    'BEFORE_COURT', 'COURT_ENDORSED', 'NOT_ENDORSED', 'IMPLEMENTING', 'ACHIEVED', 'DISRUPTED', 'SUPERSEDED', 'WITHDRAWN',
    'PLAN_REVERSED', 'CLOSED')),
  is_in_force boolean not null default false,
  is_preparing boolean not null default false,
  proposed_on date,
  authorised_on date,
  reviewed_on date,
  target_on date,
  rationale text,
  analysis text,
  contingency_text text,
  sibling_text text,
  parents_views text,
  revision bigint not null default 1,
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, id),
  unique (council_id, plan_id, version_no),
  foreign key (council_id, child_id, plan_id) references plan (council_id, child_id, id),
  check (not (is_in_force and is_preparing))
);
create unique index plan_version_in_force on plan_version (council_id, child_id) where is_in_force;
create unique index plan_version_preparing on plan_version (council_id, child_id) where is_preparing;
create index plan_version_state on plan_version (council_id, state);

create table plan_option (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  version_id bigint not null,
  permanence_option text not null check (permanence_option in ('RETURN_HOME', 'KINSHIP_FOSTER', 'SPECIAL_GUARDIANSHIP', 'CHILD_ARRANGEMENTS',
    'ADOPTION', 'LONG_TERM_FOSTER', 'RESIDENTIAL', 'SUPPORTED_LIVING')),
  part text not null check (part in ('PRIMARY', 'PARALLEL', 'CONTINGENCY')),
  primary key (council_id, id),
  foreign key (council_id, child_id, version_id) references plan_version (council_id, child_id, id)
);
create unique index plan_option_primary on plan_option (council_id, version_id) where part = 'PRIMARY';
create index plan_option_child on plan_option (council_id, child_id);
create index plan_option_kind on plan_option (council_id, permanence_option);

create table adm_case (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  kind text not null check (kind in ('PLAN', 'MATCH', 'REVERSAL')),
  decision_maker_id bigint not null references professional (id),
  referred_on date not null,
  decided_on date,
  decision text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (decided_on is null or decided_on >= referred_on)
);
create index adm_case_child on adm_case (council_id, child_id);
create unique index adm_case_open on adm_case (council_id, child_id, kind) where decided_on is null;

create table approval (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  kind text not null check (kind in ('REG11', 'REG18', 'REG19', 'REG25', 'REG39')),
  officer_id bigint not null references professional (id),
  referred_on date not null,
  decided_on date,
  decision text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id),
  check (decided_on is null or decided_on >= referred_on)
);
create index approval_child on approval (council_id, child_id);
create unique index approval_open on approval (council_id, child_id, kind) where decided_on is null;

create table review (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  kind text not null default 'LAC' check (kind in ('LAC', 'ADOPTION')),
  due_on date,
  held_on date,
  participation text,
  is_plan_considered boolean,
  decisions text,
  primary key (council_id, id),
  unique (council_id, child_id, held_on, kind),
  foreign key (council_id, child_id) references child (council_id, id),
  check (due_on is not null or held_on is not null)
);

create table visit (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  held_on date not null,
  visitor_id bigint not null references professional (id),
  was_seen boolean not null,
  seen_alone text not null check (seen_alone in ('YES', 'REFUSED', 'INAPPROPRIATE', 'UNABLE')),
  is_on_time boolean,
  note text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index visit_child on visit (council_id, child_id, held_on);

create table oversight_decision (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  kind text not null check (kind in ('SUPERVISION', 'MANAGEMENT', 'PANEL', 'DISPUTE')),
  decided_on date not null,
  decided_by_id bigint not null references professional (id),
  decision text not null,
  reasons text,
  primary key (council_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index oversight_decision_child on oversight_decision (council_id, child_id, decided_on);
