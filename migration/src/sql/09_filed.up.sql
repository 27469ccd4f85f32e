-- What was filed, as it was then. An item that is filed again gets a new row; the rows are never changed.
create table filed_content (
  council_id smallint not null,
  id bigint not null,
  child_id bigint not null,
  class smallint not null,
  item_id bigint not null,
  body text not null,
  body_hash text not null,
  recorded_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, id),
  foreign key (council_id, child_id) references child (council_id, id)
);
create index filed_content_item on filed_content (council_id, child_id, class, item_id);

-- The plan summary as it stood after something of it was served. Its number is counted among those that a reader may see.
create table plan_summary_version (
  council_id smallint not null,
  id bigint not null,
  public_id @bytes not null unique,
  child_id bigint not null,
  served_at @instant not null,
  primary key (council_id, id),
  unique (council_id, child_id, id),
  unique (council_id, child_id, served_at),
  foreign key (council_id, child_id) references child (council_id, id)
);

-- For each row of `shared_item`: its content, the version of the summary that it belongs to, and of a plan the option as
-- filed, by which lists are filtered.
create table filed_item (
  council_id smallint not null,
  shared_item_id bigint not null,
  child_id bigint not null,
  content_id bigint not null,
  version_id bigint,
  as_filed_option text,
  primary key (council_id, shared_item_id),
  foreign key (council_id, shared_item_id) references shared_item (council_id, id),
  foreign key (council_id, child_id, content_id) references filed_content (council_id, child_id, id),
  foreign key (council_id, child_id, version_id) references plan_summary_version (council_id, child_id, id)
);
create index filed_item_version on filed_item (council_id, child_id, version_id);
