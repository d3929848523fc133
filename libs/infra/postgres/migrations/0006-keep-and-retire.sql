-- What is written stays as it was written: not even the services may change or take away an entry, a record or a claim.
revoke update, delete on parley.journal, parley.event_log, parley.settled_events, parley.operation_attempts,
  parley.delivery_claims, parley.delivery_statuses, parley.erased_messages from parley_service;
revoke update on parley.snapshots, parley.messages, parley.deliveries from parley_service;

-- Claims and statuses are tombstones: they go when everything that could bring their row back is gone.
create index delivery_statuses_at on parley.delivery_statuses using brin (at);
create index delivery_claims_until on parley.delivery_claims using brin (claimed_until);
create index operation_attempts_until on parley.operation_attempts using brin (claimed_until);

do $policies$
declare
  name text;
begin
  foreach name in array array['delivery_statuses', 'delivery_claims', 'operation_attempts'] loop
    execute format('create policy scanner_retires on parley.%I for delete to parley_scanner using (true)', name);
    execute format('grant delete on parley.%I to parley_scanner', name);
  end loop;
end
$policies$;

-- Takes away statuses, and claims of what has no row any more, from before a time, at most so many of each; answers how many.
create function parley.retire_tombstones(before bigint, most bigint) returns bigint language plpgsql as $$
declare
  statuses bigint;
  claims bigint;
  attempts bigint;
begin
  delete from delivery_statuses where ctid = any (array(select ctid from delivery_statuses where at < before limit most));
  get diagnostics statuses = row_count;
  delete from delivery_claims where ctid = any (array(
    select c.ctid from delivery_claims c where c.claimed_until < before and (
      select true from deliveries d
      where d.tenant = c.tenant and d.conversation = c.conversation and d.reply = c.reply limit 1
    ) is null limit most));
  get diagnostics claims = row_count;
  delete from operation_attempts where ctid = any (array(
    select a.ctid from operation_attempts a where a.claimed_until < before and (
      select true from operations o
      where o.tenant = a.tenant and o.conversation = a.conversation and o.operation = a.operation limit 1
    ) is null limit most));
  get diagnostics attempts = row_count;
  return statuses + claims + attempts;
end
$$;
call parley.make_scanner('parley.retire_tombstones(bigint, bigint)');
