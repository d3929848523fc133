-- What the tenant API keeps.

-- API keys: what lists show, when a key ends, and the key that it follows.
alter table parley.api_keys
  add column name text not null default '',
  add column expires_at bigint,
  add column last_used_at bigint,
  add column replaces text collate "C";
create index api_keys_of_tenant on parley.api_keys (tenant, created_at desc, id);

drop function parley.find_api_key(text);
create function parley.find_api_key(wanted text)
returns table (
  tenant text, id text, secret_hash bytea, scopes text[], created_at float8, revoked_at float8,
  name text, expires_at float8, last_used_at float8, replaces text
) language sql stable as $$
  select k.tenant, k.id, k.secret_hash, k.scopes, k.created_at::float8, k.revoked_at::float8,
    k.name, k.expires_at::float8, k.last_used_at::float8, k.replaces
  from parley.api_keys k where k.id = wanted
$$;
call parley.make_scanner('parley.find_api_key(text)');

-- Tenants for the platform to list: ids and times, no names.
call parley.let_scan('parley.tenants');
create function parley.list_tenants(after text, most bigint) returns table (tenant text, created_at float8)
language sql stable as $$
  select t.tenant, t.created_at::float8 from parley.tenants t where t.tenant > after order by t.tenant limit most
$$;
call parley.make_scanner('parley.list_tenants(text, bigint)');

-- Requests that may come twice: a keyed hash of each, and the answer that it was given, sealed. The tenant '' is the platform.
create table parley.idempotency_keys (
  tenant text collate "C" not null,
  key text collate "C" not null,
  request_hash bytea not null,
  -- null = it is being done
  status bigint,
  sealed bytea,
  created_at bigint not null,
  primary key (tenant, key)
);
create index idempotency_keys_by_age on parley.idempotency_keys (created_at);
call parley.protect('parley.idempotency_keys');
call parley.let_scan('parley.idempotency_keys');

create function parley.tenants_with_old_idempotency_keys(before bigint) returns table (tenant text) language sql stable as $$
  select distinct k.tenant from parley.idempotency_keys k where k.created_at < before
$$;
call parley.make_scanner('parley.tenants_with_old_idempotency_keys(bigint)');

-- What may change of a connection after it was made, beside its flow.
create table parley.connection_states (
  tenant text collate "C" not null,
  connection text collate "C" primary key,
  paused_at bigint,
  secrets_rotated_at bigint
);
call parley.protect('parley.connection_states');
call parley.let_scan('parley.connection_states');

-- Before its tenant is known: one row by its whole id, no listing.
create function parley.find_connection_state(wanted text) returns table (paused_at float8, secrets_rotated_at float8)
language sql stable as $$
  select s.paused_at::float8, s.secrets_rotated_at::float8 from parley.connection_states s where s.connection = wanted
$$;
call parley.make_scanner('parley.find_connection_state(text)');

-- Versions that lists leave out. The versions themselves are never changed.
create table parley.archived_flow_versions (
  tenant text collate "C" not null,
  flow text collate "C" not null,
  hash text collate "C" not null,
  archived_at bigint not null,
  primary key (tenant, flow, hash)
);
call parley.protect('parley.archived_flow_versions');

-- Stimuli that failed, newest first. An expression, so that no look-up by whole keys can take it for its own.
create index journal_failed on parley.journal ((tenant || ''), now desc, conversation desc, seq desc) where outcome = 'failed';

-- Open operations of a tenant by their deadlines.
create index operations_of_tenant on parley.operations ((tenant || ''), deadline, conversation, operation);
