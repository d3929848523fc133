-- API keys by public id; the tenant '' is the platform.
create table parley.api_keys (
  tenant text collate "C" not null,
  id text collate "C" primary key,
  secret_hash bytea not null,
  scopes text[] not null,
  created_at bigint not null,
  revoked_at bigint
);
call parley.protect('parley.api_keys');
call parley.let_scan('parley.api_keys');

-- Whose key this is, before the tenant is known: one row by its whole id, no listing.
create function parley.find_api_key(wanted text)
returns table (tenant text, id text, secret_hash bytea, scopes text[], created_at float8, revoked_at float8)
language sql stable as $$
  select k.tenant, k.id, k.secret_hash, k.scopes, k.created_at::float8, k.revoked_at::float8
  from parley.api_keys k where k.id = wanted
$$;
call parley.make_scanner('parley.find_api_key(text)');
