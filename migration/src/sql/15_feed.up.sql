-- The change feed: that something of a child's record changed, and of which classes; never what. Numbers are taken from
-- the council's head by the last statements of the writing transaction, so they are dense and become visible in order.
create table change_head (
  council_id smallint primary key,
  last bigint not null check (last >= 0)
);

create table change (
  council_id smallint not null,
  seq bigint not null check (seq > 0),
  public_id @bytes not null,
  child_id bigint not null,
  kind text not null check (kind in ('PLAN_MOVED', 'HEARING_LISTED', 'HEARING_CHANGED', 'REVIEW_HELD', 'RECORD_CHANGED')),
  class_mask integer not null check (class_mask > 0),
  -- As what a reader must be shown a class to be told: as it is, also from Authorised on, or as filed with their agency.
  seen_as text not null check (seen_as in ('LIVE', 'SETTLED', 'FILED')),
  reader_kind text check (reader_kind in ('COUNCIL', 'CAFCASS', 'COURT', 'OFSTED')),
  -- What was changed is flagged: 1 confidential, 2 in an adoptive placement.
  marks smallint not null check (marks between 0 and 3),
  at @instant not null,
  primary key (council_id, seq),
  foreign key (council_id, child_id) references child (council_id, id),
  check ((seen_as = 'FILED') = (reader_kind is not null))
);
create index change_child on change (council_id, child_id, seq);
create index change_at on change (council_id, at);
