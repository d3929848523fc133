-- Chat's read models and ways out: plain under row-level security, deleted by erasure.
create table parley.messages (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  number bigint not null,
  seq bigint not null,
  sender text not null,
  body text not null,
  choices text not null,
  event_id text not null,
  at bigint not null,
  primary key (tenant, conversation, number)
);
call parley.protect('parley.messages');

-- The last number that an erasure took: readers begin after it, and nothing up to it is written again.
create table parley.erased_messages (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  number bigint not null,
  primary key (tenant, conversation, number)
);
call parley.protect('parley.erased_messages');

create table parley.conversations (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  connection text not null,
  seq bigint not null,
  episode bigint not null,
  flow text not null,
  language text not null,
  status text not null,
  states text not null,
  last_message bigint not null,
  first_message bigint not null,
  epoch bigint not null,
  updated_at bigint not null,
  -- What the list is ordered by first. It changes once a minute, so that most updates touch no index at all.
  updated_minute bigint not null generated always as (updated_at / 60000) stored,
  primary key (tenant, conversation)
) with (fillfactor = 60);
create index conversations_newest on parley.conversations (tenant, updated_minute desc);
call parley.protect('parley.conversations');

-- Replies without an end yet. A row goes when a terminal status comes; the status row is the tombstone.
create table parley.deliveries (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  reply text collate "C" not null,
  connection text not null,
  number bigint not null,
  epoch bigint not null,
  created_at bigint not null,
  primary key (tenant, conversation, reply)
);
create index deliveries_oldest on parley.deliveries (created_at);
call parley.protect('parley.deliveries');
call parley.let_scan('parley.deliveries');

create table parley.delivery_claims (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  reply text collate "C" not null,
  attempt bigint not null,
  claimed_at bigint not null,
  claimed_until bigint not null,
  primary key (tenant, conversation, reply, attempt)
);
call parley.protect('parley.delivery_claims');
call parley.let_scan('parley.delivery_claims');

-- Every status that was ever told, once. Which one counts is decided on reading: the highest.
create table parley.delivery_statuses (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  reply text collate "C" not null,
  state text collate "C" not null,
  vendor_id text,
  at bigint not null,
  primary key (tenant, conversation, reply, state)
);
call parley.protect('parley.delivery_statuses');
call parley.let_scan('parley.delivery_statuses');

create function parley.pending_deliveries(most bigint)
returns table (
  tenant text, conversation text, reply text, connection text, number bigint, epoch bigint, created_at bigint,
  attempts bigint, claimed_until bigint
) language sql stable as $$
  select d.tenant, d.conversation, d.reply, d.connection, d.number, d.epoch, d.created_at, c.attempts, c.claimed_until
  from (
    select d.*, min(d.created_at) over (partition by d.tenant, d.conversation) as oldest
    from (
      select * from deliveries d
      -- A row projected anew just while its status was recorded is no delivery.
      where (
        select true from delivery_statuses s
        where s.tenant = d.tenant and s.conversation = d.conversation and s.reply = d.reply limit 1
      ) is null
      order by created_at, tenant, conversation, number limit most
    ) d
  ) d
  cross join lateral (
    select count(*) as attempts, max(c.claimed_until) as claimed_until from delivery_claims c
    where c.tenant = d.tenant and c.conversation = d.conversation and c.reply = d.reply
  ) c
  order by d.oldest, d.tenant, d.conversation, d.number
$$;
call parley.make_scanner('parley.pending_deliveries(bigint)');

-- Chat's rows for entries, by rider inside the one commit or afterwards, by the same functions. Each row names by position
-- the tenant and conversation it belongs to, and counts only if that position is kept. Rows of an entry that came in just now
-- are fresh: nothing can have erased or ended them yet.

create function parley.record_summaries(
  tenant_set text,
  kept boolean[], positions bigint[], tenants text[], conversations text[], connections text[], seqs bigint[],
  episodes bigint[], flows text[], languages text[], statuses text[], states text[], last_messages bigint[],
  first_messages bigint[], epochs bigint[], updated bigint[]
) returns boolean language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.conversations as c (tenant, conversation, connection, seq, episode, flow, language, status, states,
    last_message, first_message, epoch, updated_at)
  select tenants[s.n], conversations[s.n], connections[s.n], seqs[s.n], s.episode, s.flow, s.language, s.status, s.states,
    s.last_message, s.first_message, s.epoch, s.updated_at
  from unnest(positions, episodes, flows, languages, statuses, states, last_messages, first_messages, epochs, updated)
    as s(n, episode, flow, language, status, states, last_message, first_message, epoch, updated_at)
  where kept[s.n] order by s.n
  on conflict (tenant, conversation) do update set
    connection = excluded.connection, seq = excluded.seq, episode = excluded.episode, flow = excluded.flow,
    language = excluded.language, status = excluded.status, states = excluded.states,
    last_message = excluded.last_message, first_message = excluded.first_message, epoch = excluded.epoch, updated_at = excluded.updated_at
  where excluded.seq > c.seq;
  return true;
end
$$;

create function parley.record_messages(
  tenant_set text, fresh boolean,
  kept boolean[], positions bigint[], tenants text[], conversations text[], numbers bigint[], seqs bigint[],
  senders text[], bodies text[], choices text[], event_ids text[], times bigint[]
) returns boolean language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.messages (tenant, conversation, number, seq, sender, body, choices, event_id, at)
  select tenants[m.n], conversations[m.n], m.number, m.seq, m.sender, m.body, m.choices, m.event_id, m.at
  from unnest(positions, numbers, seqs, senders, bodies, choices, event_ids, times)
    as m(n, number, seq, sender, body, choices, event_id, at)
  -- A scalar sub-select on the key: nothing that a planner could turn into a scan of the table.
  where kept[m.n] and (fresh or m.number > coalesce((
    select max(e.number) from parley.erased_messages e
    where e.tenant = tenants[m.n] and e.conversation = conversations[m.n]
  ), 0))
  order by m.n, m.number
  on conflict do nothing;
  return true;
end
$$;

create function parley.record_deliveries(
  tenant_set text, fresh boolean,
  kept boolean[], positions bigint[], tenants text[], conversations text[], connections text[], replies text[],
  numbers bigint[], epochs bigint[], times bigint[]
) returns boolean language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.deliveries (tenant, conversation, reply, connection, number, epoch, created_at)
  select tenants[d.n], conversations[d.n], d.reply, d.connection, d.number, d.epoch, d.created_at
  from unnest(positions, connections, replies, numbers, epochs, times) as d(n, connection, reply, number, epoch, created_at)
  where kept[d.n] and (fresh or (
    select true from parley.delivery_statuses s
    where s.tenant = tenants[d.n] and s.conversation = conversations[d.n] and s.reply = d.reply limit 1
  ) is null)
  order by d.n, d.reply
  on conflict do nothing;
  return true;
end
$$;

-- Records statuses: each once, and a delivery that has one is no longer pending (every status that is told is an end).
create function parley.record_statuses(
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
  delete from parley.deliveries d
  using unnest(tenants, conversations, replies) as s(tenant, conversation, reply)
  where d.tenant = s.tenant and d.conversation = s.conversation and d.reply = s.reply;
  return true;
end
$$;

-- One claim of one attempt: true for whoever inserted it.
create function parley.claim_delivery(
  tenant_set text,
  of_tenant text, of_conversation text, of_reply text, of_attempt bigint, at bigint, until bigint
) returns boolean language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.delivery_claims (tenant, conversation, reply, attempt, claimed_at, claimed_until)
  values (of_tenant, of_conversation, of_reply, of_attempt, at, until)
  on conflict do nothing;
  return found;
end
$$;

-- The contiguous prefix of a conversation's messages after a number (or after what an erasure took): ends before a gap.
create function parley.read_messages(tenant_set text, of_tenant text, of_conversation text, after bigint, most bigint)
returns table (number bigint, seq bigint, sender text, body text, choices text, event_id text, at bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  entered text;
  start bigint;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  start := greatest(after, (
    select e.number from parley.erased_messages e
    where e.tenant = of_tenant and e.conversation = of_conversation order by e.number desc limit 1));
  return query
  select m.number, m.seq, m.sender, m.body, m.choices, m.event_id, m.at
  from (
    select m.*, row_number() over (order by m.number) as nth from parley.messages m
    where m.tenant = of_tenant and m.conversation = of_conversation and m.number > start
    order by m.number limit most
  ) m
  where m.number = start + m.nth
  order by m.number;
end
$$;
