-- The log that every stimulus enters. Ids are contiguous and given under a lock, so that id order is commit order.
create table parley.event_log (
  id bigint primary key,
  tenant text collate "C" not null,
  conversation text collate "C" not null,
  connection text collate "C" not null,
  event_id text collate "C" not null,
  generation bigint not null,
  received_at bigint not null,
  sealed bytea not null
) with (toast_tuple_target = 8160);
-- Sealed bytes do not compress: trying would only cost.
alter table parley.event_log alter column sealed set storage external;
call parley.protect('parley.event_log');
call parley.let_scan('parley.event_log');

-- How far each consumer has handled the log. No tenant, no id of theirs: positions alone.
create table parley.log_consumers (
  consumer text collate "C" primary key,
  watermark bigint not null,
  -- false from start to drain: what the next start finds false may have killed the process
  clean boolean not null
);
alter table parley.log_consumers owner to parley_owner;
grant select, insert, update on parley.log_consumers to parley_service;
grant select on parley.log_consumers to parley_scanner;

-- One row for each time that a record was begun after an unclean start.
create table parley.log_attempts (
  consumer text collate "C" not null,
  id bigint not null,
  attempt integer not null,
  primary key (consumer, id, attempt)
);
alter table parley.log_attempts owner to parley_owner;
grant select, insert, delete on parley.log_attempts to parley_service;

-- Position of the last record; 0 = empty. Retention never deletes the last one.
create function parley.log_end() returns bigint language sql volatile as
  $$ select coalesce((select id from event_log order by id desc limit 1), 0) $$;
call parley.make_scanner('parley.log_end()');

create function parley.read_log(after bigint, most bigint)
returns setof parley.event_log language sql stable as
  $$ select * from event_log where id > after order by id limit most $$;
call parley.make_scanner('parley.read_log(bigint, bigint)');

create function parley.read_log_records(ids bigint[])
returns setof parley.event_log language sql stable as
  $$ select l.* from unnest(ids) as wanted(id) join event_log l on l.id = wanted.id order by l.id $$;
call parley.make_scanner('parley.read_log_records(bigint[])');

-- When the oldest record that some consumer has still to handle was received; null = all is handled.
create function parley.oldest_unprocessed() returns bigint language sql stable as $$
  select received_at from event_log
  where id > coalesce((select min(watermark) from log_consumers), 0)
  order by id limit 1
$$;
call parley.make_scanner('parley.oldest_unprocessed()');

-- Appends records in the order given and answers the position before them. The lock is the transaction's: the next
-- appender sees the rows of this one committed before it reads the end of the log.
create function parley.append_log(
  tenant_set text,
  tenants text[], conversations text[], connections text[], event_ids text[],
  generations bigint[], received bigint[], bodies bytea[]
) returns bigint language plpgsql as $$
declare
  entered text;
  last bigint;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  perform pg_advisory_xact_lock(7274003);
  last := parley.log_end();
  insert into parley.event_log (id, tenant, conversation, connection, event_id, generation, received_at, sealed)
  select last + r.n, r.tenant, r.conversation, r.connection, r.event_id, r.generation, r.received_at, r.sealed
  from unnest(tenants, conversations, connections, event_ids, generations, received, bodies)
    with ordinality as r(tenant, conversation, connection, event_id, generation, received_at, sealed, n);
  return last;
end
$$;

-- Takes away records received before a time that every consumer has handled, at most so many; answers how many.
create function parley.retire_log(before bigint, most bigint) returns bigint language plpgsql as $$
declare
  gone bigint;
begin
  delete from event_log where id in (
    select id from event_log
    where id <= (select min(watermark) from log_consumers) and id < parley.log_end() and received_at < before
    order by id limit most
  );
  get diagnostics gone = row_count;
  return gone;
end
$$;
create policy scanner_retires on parley.event_log for delete to parley_scanner using (true);
grant delete on parley.event_log to parley_scanner;
call parley.make_scanner('parley.retire_log(bigint, bigint)');
