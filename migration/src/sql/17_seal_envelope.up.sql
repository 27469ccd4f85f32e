-- What sealing took out of a child's record, as JSON. Written by the act and read by nothing: it is there to be moved out of
-- this database by whoever must keep it.
create table seal_envelope (
  council_id smallint not null,
  child_id bigint not null,
  order_id bigint not null,
  sealed_at @instant not null,
  body text not null,
  primary key (council_id, child_id),
  foreign key (council_id, child_id) references child (council_id, id),
  foreign key (council_id, order_id) references court_order (council_id, id)
);
