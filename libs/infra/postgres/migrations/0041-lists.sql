-- Lists of a tenant's rows, page by page. Under row-level security a condition on an expression is none that an index could
-- take, unless all of its functions are leakproof: "tenant || ''" is not, and each page read all that the tenant has (119 ms of
-- 100,000 conversations). Equality is leakproof. Under another collation it is another index's: no look-up by whole keys, all of
-- which are by "C", can take these for its own.

drop index parley.conversations_newest;
create index conversations_newest on parley.conversations (tenant collate "POSIX", updated_minute desc);

drop index parley.journal_failed;
create index journal_failed on parley.journal (tenant collate "POSIX", now desc, conversation desc, seq desc) where outcome = 'failed';

drop index parley.operations_of_tenant;
create index operations_of_tenant on parley.operations (tenant collate "POSIX", deadline, conversation, operation);

-- As in 0021, by the new index.
create or replace function parley.find_conversations(
  tenant_set text, of_tenant text, candidates text[], of_status text, of_state text, of_flows text[], of_connection text,
  moved_since bigint, moved_before bigint, of_words text[], after_time bigint, after_conversation text, looked_at bigint, most bigint
) returns table (
  is_end boolean, looked bigint, conversation text, connection text, seq bigint, episode bigint, flow text, language text,
  status text, states text, last_message bigint, first_message bigint, epoch bigint, updated_at bigint
) language plpgsql as $$
#variable_conflict use_column
declare
  entered text;
begin
  entered := set_config('parley.tenants', tenant_set, true);
  return query
  with walked as materialized (
    select w.*, row_number() over (order by w.updated_minute desc, w.updated_at desc, w.conversation desc) as n from (
      select c.* from parley.conversations c
      where candidates is null and c.tenant collate "POSIX" = of_tenant
        and c.updated_minute <= least(after_time, moved_before) / 60000 and c.updated_minute >= moved_since / 60000
        and (c.updated_at, c.conversation) < (after_time, after_conversation)
        and c.updated_at >= moved_since and c.updated_at < moved_before
      order by c.updated_minute desc, c.updated_at desc, c.conversation desc limit looked_at
    ) w
    union all
    select w.*, row_number() over (order by w.updated_minute desc, w.updated_at desc, w.conversation desc) as n from (
      select c.* from unnest(candidates) as t(name)
      cross join lateral (
        select c.* from parley.conversations c where c.tenant = of_tenant and c.conversation = t.name limit 1
      ) c
      where (c.updated_at, c.conversation) < (after_time, after_conversation)
        and c.updated_at >= moved_since and c.updated_at < moved_before
    ) w
  ), fitting as (
    select w.* from walked w
    where (of_status is null or w.status = of_status)
      and (of_connection is null or w.connection = of_connection)
      and (of_flows is null or w.flow = any (of_flows))
      and (of_state is null or w.states::jsonb ? of_state)
      and not exists (
        select 1 from unnest(of_words) as s(word)
        where not exists (
          select 1 from parley.message_words m
          where m.tenant = of_tenant and m.word = s.word and m.conversation = w.conversation
        )
      )
    order by w.n limit most
  )
  select false, f.n, f.conversation, f.connection, f.seq, f.episode, f.flow, f.language, f.status, f.states,
    f.last_message, f.first_message, f.epoch, f.updated_at from fitting f
  union all (
    select true, w.n, w.conversation, w.connection, w.seq, w.episode, w.flow, w.language, w.status, w.states,
      w.last_message, w.first_message, w.epoch, w.updated_at from walked w order by w.n desc limit 1
  )
  order by 1, 2;
end
$$;
