-- What retention looks for over all tenants. No index of its own: one on when a conversation was last touched would make
-- every turn write it; once an hour the index of the newest is read instead.
call parley.let_scan('parley.conversations');
call parley.let_scan('parley.journal');
call parley.let_scan('parley.snapshots');
call parley.let_scan('parley.settled_events');

do $policies$
declare
  name text;
begin
  foreach name in array array['journal', 'snapshots', 'settled_events', 'quarantine'] loop
    execute format('create policy scanner_retires on parley.%I for delete to parley_scanner using (true)', name);
    execute format('grant delete on parley.%I to parley_scanner', name);
  end loop;
end
$policies$;

-- Conversations that ended before a time, at most so many.
create function parley.ended_conversations(before bigint, most bigint)
returns table (tenant text, conversation text) language sql stable as $$
  select c.tenant, c.conversation from conversations c
  where c.status = 'ended' and c.updated_minute < before / 60000 limit most
$$;
call parley.make_scanner('parley.ended_conversations(bigint, bigint)');

-- Takes away what stands before the tombstone of conversations erased before a time: bytes whose key is destroyed. The
-- tombstone stays, and the chain of hashes goes on from it. At most so many conversations; answers how many entries went.
create function parley.retire_entries(before bigint, most bigint) returns bigint language plpgsql as $$
declare
  erased record;
  taken bigint;
  gone bigint := 0;
begin
  for erased in
    select c.tenant, c.conversation, t.seq from conversations c
    cross join lateral (
      select j.seq from journal j
      where j.tenant = c.tenant and j.conversation = c.conversation and j.outcome = 'erased' and j.now < before
      order by j.seq desc limit 1
    ) t
    cross join lateral (
      select j.seq from journal j where j.tenant = c.tenant and j.conversation = c.conversation and j.seq < t.seq limit 1
    ) older
    where c.status = 'erased' limit most
  loop
    delete from journal j where j.tenant = erased.tenant and j.conversation = erased.conversation and j.seq < erased.seq;
    get diagnostics taken = row_count;
    gone := gone + taken;
    delete from snapshots s where s.tenant = erased.tenant and s.conversation = erased.conversation and s.seq < erased.seq;
    delete from settled_events s where s.tenant = erased.tenant and s.conversation = erased.conversation and s.seq < erased.seq;
  end loop;
  return gone;
end
$$;
call parley.make_scanner('parley.retire_entries(bigint, bigint)');

-- Takes away the oldest of the quarantine until so many bytes are left; answers how many items went.
create function parley.trim_quarantine(most_bytes bigint) returns bigint language plpgsql as $$
declare
  gone bigint;
begin
  delete from quarantine q using (
    select tenant, id, sum(octet_length(sealed)) over (order by received_at desc, tenant, id) as bytes from quarantine
  ) s
  where q.tenant = s.tenant and q.id = s.id and s.bytes > most_bytes;
  get diagnostics gone = row_count;
  return gone;
end
$$;
call parley.make_scanner('parley.trim_quarantine(bigint)');
