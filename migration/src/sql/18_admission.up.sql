-- Who may come in, and who is out: asked at each request, in the statement that finds the person.
alter table professional add column inactive_at @instant;
-- What was unlinked stays, so that it is told from what was never known.
alter table identity add column unlinked_at @instant;
-- The part of the country that a court is in, as issuers name it who are bound to one.
alter table agency add column area text;
-- The system that asked for the person.
alter table ledger_entry add column actor text;

-- Tokens that are not accepted although they are good in every other way, until they would have ended anyway.
create table token_denied (
  issuer text not null,
  token_id text not null,
  until_at @instant not null,
  primary key (issuer, token_id)
);
create index token_denied_until on token_denied (until_at);

-- What was decided about who may come in: appended, never changed.
create table admission_event (
  id bigint primary key,
  kind text not null check (kind in ('DEACTIVATED', 'REACTIVATED', 'LINKED', 'UNLINKED', 'TOKEN_DENIED', 'AREA')),
  professional_id bigint references professional (id),
  issuer text,
  subject text,
  token_id text,
  until_at @instant,
  agency_id smallint references agency (id),
  area text,
  by_name text not null,
  reason text not null,
  at @instant not null
);
create index admission_event_person on admission_event (professional_id, id);
