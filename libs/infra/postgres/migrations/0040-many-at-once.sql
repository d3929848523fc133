-- What was asked for one at a time on a reply's way out is asked for many at once: a claim's commit and a look at a summary
-- cost a round trip each, whatever they carry.

-- Claims of attempts, in this order: true for each that was inserted now. One that is asked for twice here is given once.
create function parley.claim_deliveries(
  tenant_set text, tenants text[], conversations text[], replies text[], attempts bigint[], times bigint[], untils bigint[]
) returns boolean[] language plpgsql as $$
declare
  entered text;
  claimed boolean[] := array[]::boolean[];
begin
  entered := set_config('parley.tenants', tenant_set, true);
  for place in 1 .. cardinality(tenants) loop
    insert into parley.delivery_claims (tenant, conversation, reply, attempt, claimed_at, claimed_until)
    values (tenants[place], conversations[place], replies[place], attempts[place], times[place], untils[place])
    on conflict do nothing;
    claimed[place] := found;
  end loop;
  return claimed;
end
$$;

-- Summaries by position; a conversation without one has no row.
create function parley.read_summaries(tenant_set text, tenants text[], conversations text[])
returns table (
  n bigint, tenant text, conversation text, connection text, seq bigint, episode bigint, flow text, language text, status text,
  states text, last_message bigint, first_message bigint, epoch bigint, updated_at bigint
) language plpgsql as $$
#variable_conflict use_column
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  return query
  select r.n, c.tenant, c.conversation, c.connection, c.seq, c.episode, c.flow, c.language, c.status, c.states,
    c.last_message, c.first_message, c.epoch, c.updated_at
  from unnest(tenants, conversations) with ordinality as r(tenant, conversation, n)
  cross join lateral (
    select c.* from parley.conversations c where c.tenant = r.tenant and c.conversation = r.conversation limit 1
  ) c;
end
$$;

-- Nobody asks for one alone any more.
drop function parley.claim_delivery(text, text, text, text, bigint, bigint, bigint);
drop function parley.read_summary(text, text, text);
