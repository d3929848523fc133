-- What each stimulus did. Never updated; unique on (conversation, seq) and on (conversation, event id): the insert decides.
create table parley.journal (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  seq bigint not null,
  event_id text collate "C" not null,
  connection text collate "C" not null,
  generation bigint not null,
  outcome text not null,
  now bigint not null,
  body_hash bytea not null,
  previous_hash bytea not null,
  body bytea not null,
  primary key (tenant, conversation, seq),
  unique (tenant, conversation, event_id)
) with (toast_tuple_target = 8160);
alter table parley.journal alter column body set storage external;
call parley.protect('parley.journal');

-- Event ids of deferred stimuli, and the entry that settled each.
create table parley.settled_events (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  event_id text collate "C" not null,
  seq bigint not null,
  primary key (tenant, conversation, event_id)
);
call parley.protect('parley.settled_events');

-- The state after an entry: the head's and every 50th are kept.
create table parley.snapshots (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  seq bigint not null,
  generation bigint not null,
  sealed bytea not null,
  primary key (tenant, conversation, seq)
) with (toast_tuple_target = 8160);
alter table parley.snapshots alter column sealed set storage external;
call parley.protect('parley.snapshots');

-- At most one pending wake-up of a conversation.
create table parley.wake_ups (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  connection text collate "C" not null,
  due bigint not null,
  primary key (tenant, conversation)
);
create index wake_ups_due on parley.wake_ups (due);
call parley.protect('parley.wake_ups');
call parley.let_scan('parley.wake_ups');

create function parley.due_wake_ups(until bigint, most bigint)
returns setof parley.wake_ups language sql stable as
  $$ select * from wake_ups where due <= until order by due, tenant, conversation limit most $$;
call parley.make_scanner('parley.due_wake_ups(bigint, bigint)');

create function parley.next_wake_up() returns bigint language sql stable as
  $$ select due from wake_ups order by due limit 1 $$;
call parley.make_scanner('parley.next_wake_up()');

-- Open operations: ids and times only. A closed one has no row.
create table parley.operations (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  operation text collate "C" not null,
  connection text collate "C" not null,
  seq bigint not null,
  index bigint not null,
  adapter text not null,
  attempts bigint not null,
  timeout_ms bigint not null,
  backoff_ms bigint not null,
  deadline bigint not null,
  not_before bigint not null,
  -- When it is to be looked at again: least(deadline, greatest(not_before, end of the last claim)).
  look_at bigint not null,
  primary key (tenant, conversation, operation)
) with (fillfactor = 80);
create index operations_look_at on parley.operations (look_at);
call parley.protect('parley.operations');
call parley.let_scan('parley.operations');

-- An attempt is claimed by its unique insert, before the call. The sealed request stays with attempt 1.
create table parley.operation_attempts (
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  operation text collate "C" not null,
  attempt bigint not null,
  generation bigint not null,
  request bytea,
  claimed_at bigint not null,
  claimed_until bigint not null,
  primary key (tenant, conversation, operation, attempt)
);
alter table parley.operation_attempts alter column request set storage external;
call parley.protect('parley.operation_attempts');
call parley.let_scan('parley.operation_attempts');

create function parley.due_operations(until bigint, most bigint)
returns table (
  tenant text, conversation text, operation text, connection text, seq bigint, index bigint, adapter text, attempts bigint,
  timeout_ms bigint, backoff_ms bigint, deadline bigint, not_before bigint, claimed bigint, claimed_until bigint
) language sql stable as $$
  select o.tenant, o.conversation, o.operation, o.connection, o.seq, o.index, o.adapter, o.attempts,
    o.timeout_ms, o.backoff_ms, o.deadline, o.not_before, a.claimed, a.claimed_until
  from (select * from operations where look_at <= until order by look_at, tenant, conversation, operation limit most) o
  cross join lateral (
    select count(*) as claimed, max(a.claimed_until) as claimed_until from operation_attempts a
    where a.tenant = o.tenant and a.conversation = o.conversation and a.operation = o.operation
  ) a
  order by o.look_at, o.tenant, o.conversation, o.operation
$$;
call parley.make_scanner('parley.due_operations(bigint, bigint)');

create function parley.next_operation() returns bigint language sql stable as
  $$ select look_at from operations order by look_at limit 1 $$;
call parley.make_scanner('parley.next_operation()');

-- Claims an attempt of an open operation: true for whoever inserted it.
create function parley.claim_operation(
  tenant_set text,
  of_tenant text, of_conversation text, of_operation text, of_attempt bigint, of_generation bigint, of_request bytea,
  at bigint, until bigint
) returns boolean language plpgsql as $$
declare
  entered text;
  claimed boolean;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.operation_attempts (tenant, conversation, operation, attempt, generation, request, claimed_at, claimed_until)
  select o.tenant, o.conversation, o.operation, of_attempt, of_generation, of_request, at, until
  from parley.operations o
  where o.tenant = of_tenant and o.conversation = of_conversation and o.operation = of_operation
  on conflict do nothing;
  claimed := found;
  if claimed then
    update parley.operations o set look_at = least(o.deadline, greatest(o.not_before, until))
    where o.tenant = of_tenant and o.conversation = of_conversation and o.operation = of_operation;
  end if;
  return claimed;
end
$$;

-- Heads of conversations, by position; one without an entry has no row.
create function parley.read_heads(tenant_set text, tenants text[], conversations text[])
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
  join parley.snapshots s on s.tenant = r.tenant and s.conversation = r.conversation and s.seq = j.seq;
end
$$;

-- Entries by event id, by position of the question: the event's own entry, then the one that settled it.
create function parley.find_entries(tenant_set text, tenants text[], conversations text[], event_ids text[])
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
  join parley.journal j on j.tenant = r.tenant and j.conversation = r.conversation and j.event_id = r.event_id
  union all
  select r.n, true, j.seq, j.event_id, j.generation, j.body, j.body_hash, j.previous_hash
  from unnest(tenants, conversations, event_ids) with ordinality as r(tenant, conversation, event_id, n)
  join parley.settled_events s on s.tenant = r.tenant and s.conversation = r.conversation and s.event_id = r.event_id
  join parley.journal j on j.tenant = s.tenant and j.conversation = s.conversation and j.seq = s.seq
  order by 1, 2;
end
$$;

-- Takes away wake-ups that were fired, unless they were set again meanwhile.
create function parley.clear_wake_ups(tenant_set text, tenants text[], conversations text[], dues bigint[]) returns void language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  delete from parley.wake_ups w using unnest(tenants, conversations, dues) as f(tenant, conversation, due)
  where w.tenant = f.tenant and w.conversation = f.conversation and w.due = f.due;
end
$$;

create function parley.arrange_wake_ups(tenant_set text, tenants text[], conversations text[], connections text[], dues bigint[])
returns void language plpgsql as $$
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  insert into parley.wake_ups as w (tenant, conversation, connection, due)
  select a.tenant, a.conversation, min(a.connection), min(a.due)
  from unnest(tenants, conversations, connections, dues) as a(tenant, conversation, connection, due)
  group by a.tenant, a.conversation order by 1, 2
  on conflict (tenant, conversation) do update set due = excluded.due where excluded.due < w.due;
end
$$;
