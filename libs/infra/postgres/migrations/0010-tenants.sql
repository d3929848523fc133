-- Tenants with their wrapped keys. The row of the tenant '' (nobody can be named so) is the platform's own.
create table parley.tenants (
  tenant text collate "C" primary key,
  name text not null,
  created_at bigint not null,
  wrapped_key bytea not null,
  wrapped_id_key bytea not null
);
call parley.protect('parley.tenants');

-- Which root key wraps the keys of this database: one row, of the tenant ''.
create table parley.root_keys (
  tenant text collate "C" primary key check (tenant = ''),
  fingerprint text not null
);
call parley.protect('parley.root_keys');
