-- Forgetting a tenant. Its row stays as a tombstone with empty keys: what they wrapped is unreadable from then on, and the
-- id is never given to somebody else. Every other row goes, in every table that has a tenant column, later ones included.

create function parley.let_erase(target regprocedure) returns void language plpgsql as $$
begin
  execute format('alter function %s security definer', target);
  execute format('alter function %s set search_path = parley, pg_temp', target);
  execute format('revoke all on function %s from public', target);
  execute format('grant execute on function %s to parley_service', target);
  execute format('alter function %s owner to parley_owner', target);
end
$$;

-- Takes away the doors: API keys and connections.
create function parley.close_tenant(of_tenant text) returns void language plpgsql as $$
begin
  perform set_config('parley.tenants', array[of_tenant]::text, true);
  delete from api_keys where tenant = of_tenant;
  delete from connections where tenant = of_tenant;
end
$$;
select parley.let_erase('parley.close_tenant(text)');

-- Takes away the tenant's keys and those of its conversations, in one transaction.
create function parley.destroy_tenant_keys(of_tenant text) returns void language plpgsql as $$
begin
  perform set_config('parley.tenants', array[of_tenant]::text, true);
  update tenants set wrapped_key = '', wrapped_id_key = '', name = '' where tenant = of_tenant;
  update conversation_keys set wrapped = null where tenant = of_tenant;
end
$$;
select parley.let_erase('parley.destroy_tenant_keys(text)');
grant execute on function parley.log_end() to parley_owner;

-- Tables that hold rows of tenants; the log has rules of its own.
create function parley.tables_of_tenants() returns setof text language sql stable as $$
  select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' and not a.attisdropped
  where n.nspname = 'parley' and c.relkind in ('r', 'p') and c.relname not in ('tenants', 'root_keys', 'event_log')
  order by 1
$$;
alter function parley.tables_of_tenants() owner to parley_owner;

-- Deletes rows, at most so many of each table; answers how many. Of the log only what is handled, and of its last record
-- only what is in it: positions go on after it.
create function parley.erase_tenant_rows(of_tenant text, most bigint) returns bigint language plpgsql as $$
declare
  name text;
  taken bigint;
  gone bigint := 0;
  handled bigint := coalesce((select min(watermark) from log_consumers), 0);
begin
  perform set_config('parley.tenants', array[of_tenant, '']::text, true);
  for name in select * from parley.tables_of_tenants() loop
    execute format('delete from %1$I where ctid = any (array(select ctid from %1$I where tenant = $1 limit $2))', name)
      using of_tenant, most;
    get diagnostics taken = row_count;
    gone := gone + taken;
  end loop;
  delete from event_log where id in (
    select id from event_log where tenant = of_tenant and id <= handled and id < parley.log_end() order by id limit most
  );
  get diagnostics taken = row_count;
  gone := gone + taken;
  update event_log set tenant = '', conversation = '', connection = '', event_id = '', sealed = ''
  where id = parley.log_end() and id <= handled and tenant = of_tenant;
  get diagnostics taken = row_count;
  return gone + taken;
end
$$;
select parley.let_erase('parley.erase_tenant_rows(text, bigint)');

-- Whether any row of the tenant is left besides its tombstone.
create function parley.has_tenant_rows(of_tenant text) returns boolean language plpgsql as $$
declare
  name text;
  found_one boolean;
begin
  perform set_config('parley.tenants', array[of_tenant]::text, true);
  for name in select * from parley.tables_of_tenants() union all select 'event_log' loop
    execute format('select exists (select from %I where tenant = $1)', name) into found_one using of_tenant;
    if found_one then return true; end if;
  end loop;
  return false;
end
$$;
select parley.let_erase('parley.has_tenant_rows(text)');
