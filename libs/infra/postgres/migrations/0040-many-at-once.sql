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

-- The one commit, as in 0016, but for how it tells what came in.
create or replace function parley.commit_entries(
  tenant_set text,
  tenants text[], conversations text[], connections text[], seqs bigint[], event_ids text[], generations bigint[],
  bodies bytea[], body_hashes bytea[], previous_hashes bytea[], sealed_snapshots bytea[], outcomes text[], nows bigint[],
  wake_ups_at bigint[],
  opened_by bigint[], opened text[], opened_index bigint[], opened_adapter text[], opened_attempts bigint[],
  opened_timeout bigint[], opened_backoff bigint[], opened_deadline bigint[],
  closed_by bigint[], closed text[],
  settled_by bigint[], settled text[],
  summary_by bigint[], summary_episode bigint[], summary_flow text[], summary_language text[], summary_status text[],
  summary_states text[], summary_last_message bigint[], summary_first_message bigint[], summary_epoch bigint[], summary_updated_at bigint[],
  message_by bigint[], message_number bigint[], message_seq bigint[], message_sender text[], message_body text[],
  message_choices text[], message_event_id text[], message_at bigint[],
  delivery_by bigint[], delivery_connection text[], delivery_reply text[], delivery_number bigint[],
  delivery_epoch bigint[], delivery_created_at bigint[]
) returns boolean[] language plpgsql as $$
declare
  entered text;
  inserted boolean[];
  recorded boolean;
begin
  entered := set_config('parley.tenants', tenant_set, true);

  -- An entry chains to the one before it: without that one, or with another hash, it is not inserted. Whether it is the
  -- head is decided by the unique index alone.
  with given as materialized (
    select * from unnest(tenants, conversations, connections, seqs, event_ids, generations, bodies, body_hashes,
      previous_hashes, outcomes, nows)
      with ordinality as e(tenant, conversation, connection, seq, event_id, generation, body, body_hash, previous_hash, outcome, now, n)
  ), written as (
    insert into parley.journal as j (tenant, conversation, seq, event_id, connection, generation, outcome, now, body_hash, previous_hash, body)
    select e.tenant, e.conversation, e.seq, e.event_id, e.connection, e.generation, e.outcome, e.now, e.body_hash, e.previous_hash, e.body
    from given e
    where (e.seq = 1 and e.previous_hash = decode(repeat('00', 32), 'hex')) or e.previous_hash = (
      select p.body_hash from parley.journal p
      where p.tenant = e.tenant and p.conversation = e.conversation and p.seq = e.seq - 1
    )
    order by e.n
    on conflict do nothing
    returning j.tenant, j.conversation
  )
  -- Looked up by hash: whoever joins two lists of a hundred without one compares ten thousand names.
  select array_agg((g.tenant, g.conversation) in (select w.tenant, w.conversation from written w) order by g.n) into inserted
  from given g;

  if not (true = any (inserted)) then
    return inserted;
  end if;

  insert into parley.snapshots (tenant, conversation, seq, generation, sealed)
  select e.tenant, e.conversation, e.seq, e.generation, e.sealed
  from unnest(tenants, conversations, seqs, generations, sealed_snapshots)
    with ordinality as e(tenant, conversation, seq, generation, sealed, n)
  where inserted[e.n] order by e.n;

  for place in 1 .. cardinality(seqs) loop
    if inserted[place] and seqs[place] > 1 and (seqs[place] - 1) % 50 <> 0 then
      delete from parley.snapshots s
      where s.tenant = tenants[place] and s.conversation = conversations[place] and s.seq = seqs[place] - 1;
    end if;
  end loop;

  insert into parley.wake_ups as w (tenant, conversation, connection, due)
  select e.tenant, e.conversation, e.connection, e.due
  from unnest(tenants, conversations, connections, wake_ups_at) with ordinality as e(tenant, conversation, connection, due, n)
  where inserted[e.n] and e.due is not null order by e.n
  on conflict (tenant, conversation) do update set due = excluded.due where excluded.due < w.due;

  if cardinality(opened) > 0 then
    insert into parley.operations (tenant, conversation, operation, connection, seq, index, adapter, attempts,
      timeout_ms, backoff_ms, deadline, not_before, look_at)
    select tenants[o.n], conversations[o.n], o.operation, connections[o.n], seqs[o.n], o.index, o.adapter, o.attempts,
      o.timeout_ms, o.backoff_ms, o.deadline, nows[o.n], least(o.deadline, nows[o.n])
    from unnest(opened_by, opened, opened_index, opened_adapter, opened_attempts, opened_timeout, opened_backoff, opened_deadline)
      as o(n, operation, index, adapter, attempts, timeout_ms, backoff_ms, deadline)
    where inserted[o.n] order by o.n, o.operation;
  end if;

  for place in 1 .. cardinality(closed) loop
    if inserted[closed_by[place]] then
      delete from parley.operations o
      where o.tenant = tenants[closed_by[place]] and o.conversation = conversations[closed_by[place]] and o.operation = closed[place];
    end if;
  end loop;

  if cardinality(settled) > 0 then
    insert into parley.settled_events (tenant, conversation, event_id, seq)
    select tenants[s.n], conversations[s.n], s.event_id, seqs[s.n]
    from unnest(settled_by, settled) as s(n, event_id)
    where inserted[s.n] order by s.n, s.event_id
    on conflict do nothing;
  end if;

  -- Riders: chat's rows, joined to what came in.
  if cardinality(summary_by) > 0 then
    recorded := parley.record_summaries(tenant_set, inserted, summary_by, tenants, conversations, connections, seqs, summary_episode,
      summary_flow, summary_language, summary_status, summary_states, summary_last_message, summary_first_message, summary_epoch, summary_updated_at);
  end if;
  if cardinality(message_by) > 0 then
    recorded := parley.record_messages(tenant_set, true, inserted, message_by, tenants, conversations, message_number, message_seq,
      message_sender, message_body, message_choices, message_event_id, message_at);
  end if;
  if cardinality(delivery_by) > 0 then
    recorded := parley.record_deliveries(tenant_set, true, inserted, delivery_by, tenants, conversations, delivery_connection, delivery_reply,
      delivery_number, delivery_epoch, delivery_created_at);
  end if;
  return inserted;
end
$$;

-- Nobody asks for one alone any more.
drop function parley.claim_delivery(text, text, text, text, bigint, bigint, bigint);
drop function parley.read_summary(text, text, text);
