-- A public id is one connection's, over all tenants. Settings are public; secrets are sealed.
create table parley.connections (
  tenant text collate "C" not null,
  connection text collate "C" primary key,
  channel text not null,
  flow text not null,
  settings text not null,
  sealed_secrets bytea not null,
  created_at bigint not null
);
create index connections_of_tenant on parley.connections (tenant, created_at, connection);
call parley.protect('parley.connections');
call parley.let_scan('parley.connections');

-- A connection before its tenant is known: one row by its whole id, no listing.
create function parley.find_connection(wanted text)
returns table (tenant text, connection text, channel text, flow text, settings text, sealed_secrets bytea, created_at float8)
language sql stable as $$
  select c.tenant, c.connection, c.channel, c.flow, c.settings, c.sealed_secrets, c.created_at::float8
  from parley.connections c where c.connection = wanted
$$;
call parley.make_scanner('parley.find_connection(text)');
