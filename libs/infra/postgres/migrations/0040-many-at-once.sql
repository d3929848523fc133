-- What was asked for one at a time on a reply's way out is asked for many at once: a claim's commit and a look at a summary
-- cost a round trip each, whatever they carry.

-- Claims of attempts, each once here, in this order: true for each that was inserted now.
create function parley.claim_deliveries(
  tenant_set text, tenants text[], conversations text[], replies text[], attempts bigint[], times bigint[], untils bigint[]
) returns boolean[] language plpgsql as $$
declare
  entered text;
  claimed boolean[];
begin
  entered := set_config('parley.tenants', tenant_set, true);
  with given as materialized (
    select * from unnest(tenants, conversations, replies, attempts, times, untils)
      with ordinality as c(tenant, conversation, reply, attempt, at, until, n)
  ), written as (
    insert into parley.delivery_claims as d (tenant, conversation, reply, attempt, claimed_at, claimed_until)
    select c.tenant, c.conversation, c.reply, c.attempt, c.at, c.until from given c order by c.n
    on conflict do nothing
    returning d.tenant, d.conversation, d.reply, d.attempt
  )
  -- Looked up by hash, whatever ways to join are allowed.
  select array_agg((c.tenant, c.conversation, c.reply, c.attempt) in (
    select w.tenant, w.conversation, w.reply, w.attempt from written w
  ) order by c.n) into claimed
  from given c;
  return claimed;
end
$$;

-- Records statuses, as in 0016, but for how deliveries that have one are taken away: each is looked up by its whole key, and
-- then they go in one statement, by where they lie. No row of theirs is ever changed, so it still lies there or is gone.
create or replace function parley.record_statuses(
  tenant_set text,
  tenants text[], conversations text[], replies text[], states text[], vendor_ids text[], times bigint[]
) returns boolean language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.delivery_statuses (tenant, conversation, reply, state, vendor_id, at)
  select s.tenant, s.conversation, s.reply, s.state, s.vendor_id, s.at
  from unnest(tenants, conversations, replies, states, vendor_ids, times) as s(tenant, conversation, reply, state, vendor_id, at)
  order by 1, 2, 3, 4
  on conflict do nothing;
  delete from parley.deliveries where ctid = any (array(
    select d.ctid from unnest(tenants, conversations, replies) as s(tenant, conversation, reply)
    cross join lateral (
      select d.ctid from parley.deliveries d
      where d.tenant = s.tenant and d.conversation = s.conversation and d.reply = s.reply limit 1
    ) d
  ));
  return true;
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
