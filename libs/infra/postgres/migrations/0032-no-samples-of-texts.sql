-- Autovacuum keeps samples of each column in pg_statistic, out of every tenant's and every erasure's reach. Nothing is ever
-- looked up by what people said, so no samples of it are taken.
alter table parley.messages alter column body set statistics 0;
alter table parley.messages alter column choices set statistics 0;

do $samples$
declare
  name text;
begin
  -- From PostgreSQL 18 on those already taken can be removed; before, only whoever owns the catalog can.
  if to_regproc('pg_clear_attribute_stats') is not null then
    foreach name in array array['body', 'choices'] loop
      perform pg_clear_attribute_stats('parley', 'messages', name, false);
    end loop;
  end if;
end
$samples$;
