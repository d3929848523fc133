-- Where conversations take place at their vendor, sealed under the conversation's key of this generation.
create table parley.places (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  generation bigint not null,
  sealed bytea not null,
  at bigint not null,
  primary key (tenant, conversation, generation)
);
call parley.protect('parley.places');

create function parley.note_places(
  tenant_set text, tenants text[], conversations text[], generations bigint[], sealed_places bytea[], times bigint[]
) returns boolean language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.places as p (tenant, conversation, generation, sealed, at)
  -- Of one conversation told of twice at once the newest, or the statement would touch its row twice.
  select distinct on (n.tenant, n.conversation, n.generation) n.tenant, n.conversation, n.generation, n.sealed, n.at
  from unnest(tenants, conversations, generations, sealed_places, times) as n(tenant, conversation, generation, sealed, at)
  order by n.tenant, n.conversation, n.generation, n.at desc
  on conflict (tenant, conversation, generation) do update set sealed = excluded.sealed, at = excluded.at
  where excluded.at > p.at;
  return true;
end
$$;

create function parley.find_place(tenant_set text, of_tenant text, of_conversation text)
returns table (generation bigint, sealed bytea, at bigint) language plpgsql as $$
#variable_conflict use_column
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  return query
  select p.generation, p.sealed, p.at from parley.places p
  where p.tenant = of_tenant and p.conversation = of_conversation order by p.generation desc limit 1;
end
$$;

-- What vendors asked us to wait for. Rows are inserted; the latest time counts, and takes the earlier ones away.
create table parley.holds (
  tenant text collate "C" not null,
  connection text collate "C" not null,
  bucket text collate "C" not null,
  until bigint not null,
  primary key (tenant, connection, bucket, until)
);
call parley.protect('parley.holds');
call parley.let_scan('parley.holds');

create function parley.active_holds(now bigint)
returns table (tenant text, connection text, bucket text, until bigint) language sql stable as $$
  select h.tenant, h.connection, h.bucket, max(h.until) from holds h where h.until > now group by 1, 2, 3
$$;
call parley.make_scanner('parley.active_holds(bigint)');

-- How connections fare: the newest sign of each kind.
create table parley.connection_health (
  tenant text collate "C" not null,
  connection text collate "C" not null,
  aspect text collate "C" not null,
  at bigint not null,
  detail text not null,
  primary key (tenant, connection, aspect)
);
call parley.protect('parley.connection_health');
