-- Who was shown what: chains of batches, the entries of each, and the children of each entry.
create table ledger_batch (
  chain_id @bytes not null,
  batch_no bigint not null,
  prev @bytes not null,
  hash @bytes not null,
  entry_count integer not null,
  at @instant not null,
  primary key (chain_id, batch_no)
);

create table ledger_entry (
  chain_id @bytes not null,
  batch_no bigint not null,
  ord integer not null,
  request_id text not null,
  operation text not null,
  issuer text not null,
  subject text not null,
  token_id text not null,
  professional_id bigint,
  agency text not null,
  role text not null,
  purpose text,
  policy_version text not null,
  outcome text not null check (outcome in ('SHOWN', 'NOT_FOUND', 'TOLD_TO_APPLY')),
  at @instant not null,
  primary key (chain_id, batch_no, ord),
  foreign key (chain_id, batch_no) references ledger_batch (chain_id, batch_no)
);
create index ledger_entry_person on ledger_entry (professional_id, at);

create table ledger_child (
  chain_id @bytes not null,
  batch_no bigint not null,
  ord integer not null,
  council_id smallint not null,
  child_id bigint not null,
  standings integer not null,
  shown integer not null,
  withheld integer not null,
  plan_version_id bigint,
  at @instant not null,
  primary key (chain_id, batch_no, ord, council_id, child_id),
  foreign key (chain_id, batch_no, ord) references ledger_entry (chain_id, batch_no, ord)
);
create index ledger_child_child on ledger_child (council_id, child_id, at desc);

-- Binds the heads of all chains, so that the end of a chain cannot be cut off unseen.
create table ledger_anchor (
  anchor_no bigint primary key,
  prev @bytes not null,
  hash @bytes not null,
  heads text not null,
  at @instant not null
);
