-- Data keys of conversations, wrapped by the tenant's key. wrapped is null = destroyed; the row stays as a tombstone.
create table parley.conversation_keys (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  generation bigint not null,
  wrapped bytea,
  destroyed_at bigint,
  primary key (tenant, conversation, generation)
);
call parley.protect('parley.conversation_keys');

-- Inserts what is absent and answers the newest generation of each conversation. Inserted in the order of the key, so that
-- overlapping batches wait for each other and never in a circle. The second statement sees what the first waited for.
create function parley.ensure_conversation_keys(tenants text[], conversations text[], generations bigint[], wrapped_keys bytea[])
returns table (tenant text, conversation text, generation float8, wrapped bytea)
language plpgsql set search_path = parley, pg_temp as $$
#variable_conflict use_column
begin
  perform parley.enter_tenants(tenants);
  insert into parley.conversation_keys (tenant, conversation, generation, wrapped)
  select g.t, g.c, g.n, g.w from unnest(tenants, conversations, generations, wrapped_keys) as g(t, c, n, w)
  order by g.t, g.c, g.n
  on conflict do nothing;
  return query
  select distinct on (k.tenant, k.conversation) k.tenant, k.conversation, k.generation::float8, k.wrapped
  from unnest(tenants, conversations) as g(t, c)
  join parley.conversation_keys k on k.tenant = g.t and k.conversation = g.c
  order by k.tenant, k.conversation, k.generation desc;
end
$$;
alter function parley.ensure_conversation_keys(text[], text[], bigint[], bytea[]) owner to parley_owner;

-- The generations asked for, those that are there.
create function parley.get_conversation_keys(tenants text[], conversations text[], generations bigint[])
returns table (tenant text, conversation text, generation float8, wrapped bytea)
language plpgsql set search_path = parley, pg_temp as $$
#variable_conflict use_column
begin
  perform parley.enter_tenants(tenants);
  return query
  select k.tenant, k.conversation, k.generation::float8, k.wrapped
  from (select distinct * from unnest(tenants, conversations, generations)) as g(t, c, n)
  join parley.conversation_keys k on k.tenant = g.t and k.conversation = g.c and k.generation = g.n;
end
$$;
alter function parley.get_conversation_keys(text[], text[], bigint[]) owner to parley_owner;
