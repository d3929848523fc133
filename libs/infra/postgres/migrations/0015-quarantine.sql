-- Webhooks of a shape that we do not know, sealed under the tenant's key, kept for a while.
create table parley.quarantine (
  tenant text collate "C" not null,
  id text collate "C" not null,
  connection text not null,
  reason text not null,
  sealed bytea not null,
  received_at bigint not null,
  primary key (tenant, id)
);
create index quarantine_by_age on parley.quarantine (received_at);
call parley.protect('parley.quarantine');
call parley.let_scan('parley.quarantine');

-- Tenants that have something older than this.
create function parley.tenants_with_old_quarantine(before bigint) returns table (tenant text) language sql stable as $$
  select distinct q.tenant from parley.quarantine q where q.received_at < before
$$;
call parley.make_scanner('parley.tenants_with_old_quarantine(bigint)');
