-- A flow: its draft and the version that new episodes run. Texts are text, to the byte: jsonb would reorder members.
create table parley.conversation_flows (
  tenant text collate "C" not null,
  flow text collate "C" not null,
  draft text,
  saved_at bigint,
  default_hash text,
  primary key (tenant, flow)
);
call parley.protect('parley.conversation_flows');

-- Published versions: never changed, never deleted (the services may not).
create table parley.conversation_flow_versions (
  tenant text collate "C" not null,
  flow text collate "C" not null,
  hash text collate "C" not null,
  body text not null,
  published_at bigint not null,
  primary key (tenant, flow, hash)
);
create index conversation_flow_versions_by_hash on parley.conversation_flow_versions (tenant, hash);
call parley.protect('parley.conversation_flow_versions');
revoke update, delete on parley.conversation_flow_versions from parley_service;
