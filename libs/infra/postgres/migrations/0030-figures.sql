-- What an operator watches, over all tenants: counts, sizes and times, nothing of anybody's. One row.
create function parley.figures()
returns table (
  log_lag bigint, oldest_unprocessed bigint, oldest_record bigint,
  pending_deliveries bigint, oldest_delivery bigint,
  next_wake_up bigint,
  open_operations bigint, next_operation bigint,
  quarantined bigint, quarantined_bytes bigint, oldest_quarantined bigint,
  database_bytes bigint
) language sql stable as $$
  select
    parley.log_end() - coalesce((select min(watermark) from log_consumers), 0),
    parley.oldest_unprocessed(),
    (select received_at from event_log order by id limit 1),
    (select count(*) from deliveries),
    (select created_at from deliveries order by created_at limit 1),
    (select due from wake_ups order by due limit 1),
    (select count(*) from operations),
    (select look_at from operations order by look_at limit 1),
    (select count(*) from quarantine),
    (select coalesce(sum(octet_length(sealed)), 0)::bigint from quarantine),
    (select received_at from quarantine order by received_at limit 1),
    pg_database_size(current_database())
$$;
call parley.make_scanner('parley.figures()');

-- How large each table is with its indexes, and about how many rows it has (as of the last autovacuum).
create function parley.table_sizes() returns table (name text, bytes bigint, about_rows bigint) language sql stable as $$
  select c.relname::text, pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'parley' and c.relkind = 'r' order by 2 desc, 1
$$;
alter function parley.table_sizes() owner to parley_owner;
grant execute on function parley.table_sizes() to parley_service;
