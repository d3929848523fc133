-- Statements of the message path look rows up by their whole key, whatever the statistics say. Tables begin empty and grow by
-- thousands of rows a second; a plan made while one was small (a join that takes the tenant's rows first, an index that shares
-- only the tenant) went on to read all of it for each commit. So rows are deleted one by one and read by a
-- lateral look-up with a limit, both by the whole key: no planner can turn these round.

drop index parley.conversations_newest;
-- An expression, so that no look-up by (tenant, conversation) can take it for its own.
create index conversations_newest on parley.conversations ((tenant || ''), updated_minute desc);

-- One summary in one round trip.
create function parley.read_summary(tenant_set text, of_tenant text, of_conversation text)
returns setof parley.conversations language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  return query select c.* from parley.conversations c where c.tenant = of_tenant and c.conversation = of_conversation;
end
$$;

-- Heads of conversations, by position; one without an entry has no row.
create or replace function parley.read_heads(tenant_set text, tenants text[], conversations text[])
returns table (n bigint, seq bigint, body_hash bytea, generation bigint, sealed bytea, wake_up_at bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  return query
  select r.n, j.seq, j.body_hash, s.generation, s.sealed,
    (select w.due from parley.wake_ups w where w.tenant = r.tenant and w.conversation = r.conversation)
  from unnest(tenants, conversations) with ordinality as r(tenant, conversation, n)
  cross join lateral (
    select j.seq, j.body_hash from parley.journal j
    where j.tenant = r.tenant and j.conversation = r.conversation order by j.seq desc limit 1
  ) j
  cross join lateral (
    select s.generation, s.sealed from parley.snapshots s
    where s.tenant = r.tenant and s.conversation = r.conversation and s.seq = j.seq limit 1
  ) s;
end
$$;

-- Entries by event id, by position of the question: the event's own entry, then the one that settled it.
create or replace function parley.find_entries(tenant_set text, tenants text[], conversations text[], event_ids text[])
returns table (n bigint, settled boolean, seq bigint, event_id text, generation bigint, body bytea, body_hash bytea, previous_hash bytea)
language plpgsql as $$
#variable_conflict use_column
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  return query
  select r.n, false, j.seq, j.event_id, j.generation, j.body, j.body_hash, j.previous_hash
  from unnest(tenants, conversations, event_ids) with ordinality as r(tenant, conversation, event_id, n)
  cross join lateral (
    select j.* from parley.journal j
    where j.tenant = r.tenant and j.conversation = r.conversation and j.event_id = r.event_id limit 1
  ) j
  union all
  select r.n, true, j.seq, j.event_id, j.generation, j.body, j.body_hash, j.previous_hash
  from unnest(tenants, conversations, event_ids) with ordinality as r(tenant, conversation, event_id, n)
  cross join lateral (
    select s.seq from parley.settled_events s
    where s.tenant = r.tenant and s.conversation = r.conversation and s.event_id = r.event_id limit 1
  ) s
  cross join lateral (
    select j.* from parley.journal j
    where j.tenant = r.tenant and j.conversation = r.conversation and j.seq = s.seq limit 1
  ) j
  order by 1, 2;
end
$$;

-- Records by position.
create or replace function parley.read_log_records(ids bigint[])
returns setof parley.event_log language sql stable security definer set search_path = parley, pg_temp as $$
  select l.* from unnest(ids) as wanted(id)
  cross join lateral (select l.* from event_log l where l.id = wanted.id limit 1) l
  order by l.id
$$;

-- Inserts what is absent and answers the newest generation of each conversation, as in 0013.
create or replace function parley.ensure_conversation_keys(tenants text[], conversations text[], generations bigint[], wrapped_keys bytea[])
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
  select k.tenant, k.conversation, k.generation::float8, k.wrapped
  from (select distinct * from unnest(tenants, conversations)) as g(t, c)
  cross join lateral (
    select k.* from parley.conversation_keys k
    where k.tenant = g.t and k.conversation = g.c order by k.generation desc limit 1
  ) k
  order by k.tenant, k.conversation;
end
$$;

-- The generations asked for, those that are there.
create or replace function parley.get_conversation_keys(tenants text[], conversations text[], generations bigint[])
returns table (tenant text, conversation text, generation float8, wrapped bytea)
language plpgsql set search_path = parley, pg_temp as $$
#variable_conflict use_column
begin
  perform parley.enter_tenants(tenants);
  return query
  select k.tenant, k.conversation, k.generation::float8, k.wrapped
  from (select distinct * from unnest(tenants, conversations, generations)) as g(t, c, n)
  cross join lateral (
    select k.* from parley.conversation_keys k
    where k.tenant = g.t and k.conversation = g.c and k.generation = g.n limit 1
  ) k
  order by k.tenant, k.conversation, k.generation;
end
$$;

-- Takes away wake-ups that were fired, unless they were set again meanwhile.
create or replace function parley.clear_wake_ups(tenant_set text, tenants text[], conversations text[], dues bigint[]) returns void language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  for place in 1 .. cardinality(tenants) loop
    delete from parley.wake_ups w
    where w.tenant = tenants[place] and w.conversation = conversations[place] and w.due - dues[place] = 0;
  end loop;
end
$$;

-- Records statuses: each once, and a delivery that has one is no longer pending (every status that is told is an end).
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
  for place in 1 .. cardinality(tenants) loop
    delete from parley.deliveries d
    where d.tenant = tenants[place] and d.conversation = conversations[place] and d.reply = replies[place];
  end loop;
  return true;
end
$$;

-- The one commit, as in 0005, but for how it finds what it deletes.
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
  select array_agg(w.conversation is not null order by g.n) into inserted
  from given g left join written w on w.tenant = g.tenant and w.conversation = g.conversation;

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
