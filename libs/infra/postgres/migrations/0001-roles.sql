-- Who may do what (decision record 0006):
--   parley_owner    owns the tables; nobody logs in as it; row-level security is FORCEd, so it binds the owner too
--   parley_service  the services: reads and writes rows of the transaction's tenants, nothing else
--   parley_scanner  owns the few functions that look across tenants for due work by id and time; nobody can become it
do $roles$
declare
  wanted text;
begin
  foreach wanted in array array['parley_owner', 'parley_service', 'parley_scanner'] loop
    begin
      execute format('create role %I nologin nosuperuser nobypassrls', wanted);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
  -- Migrations act as the owner and hand functions to the scanner; the services' connections take on the service role.
  execute format('grant parley_owner, parley_service, parley_scanner to %I', current_user);
  grant parley_scanner to parley_owner with inherit false;
end
$roles$;

alter schema parley owner to parley_owner;
alter table parley.migrations owner to parley_owner;
grant usage on schema parley to parley_service, parley_scanner;

-- The transaction's tenants. Once used, a setting that was local to a transaction reads '' in the session's next one: as good as none.
create function parley.tenant_set() returns text[] language sql stable as
  $$ select nullif(current_setting('parley.tenants', true), '')::text[] $$;
alter function parley.tenant_set() owner to parley_owner;

-- Binds the rest of the transaction to these tenants. Where it counts (the hot path) callers send the set ready made.
create function parley.enter_tenants(tenants text[]) returns void language plpgsql as $$
begin
  perform set_config('parley.tenants', (select coalesce(array_agg(distinct t), '{}')::text from unnest(tenants) t), true);
end
$$;
alter function parley.enter_tenants(text[]) owner to parley_owner;

-- Makes a table the owner's, binds it to the transaction's tenants and lets the services use it.
create procedure parley.protect(target regclass) language plpgsql as $$
begin
  execute format('alter table %s owner to parley_owner', target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  -- The sub-select is computed once a statement, not once a row.
  execute format('create policy tenants on %s using (tenant = any ((select parley.tenant_set())::text[]))', target);
  execute format('grant select, insert, update, delete on %s to parley_service', target);
end
$$;

-- Lets functions of parley_scanner read a table of ids and times across tenants.
create procedure parley.let_scan(target regclass) language plpgsql as $$
begin
  execute format('create policy scanner on %s for select to parley_scanner using (true)', target);
  execute format('grant select on %s to parley_scanner', target);
end
$$;

-- Makes a function look across tenants, for the services to call: it must answer ids, times and sealed bytes, never a text.
create procedure parley.make_scanner(target regprocedure) language plpgsql as $$
begin
  execute format('alter function %s security definer', target);
  execute format('alter function %s set search_path = parley, pg_temp', target);
  execute format('revoke all on function %s from public', target);
  execute format('grant execute on function %s to parley_service', target);
  grant create on schema parley to parley_scanner;
  execute format('alter function %s owner to parley_scanner', target);
  revoke create on schema parley from parley_scanner;
end
$$;
