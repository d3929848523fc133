-- Who was erased is no tenant any more: lists leave tombstones out.
drop function parley.list_tenants(text, bigint);
create function parley.list_tenants(after text, most bigint) returns table (tenant text, created_at float8)
language sql stable as $$
  select t.tenant, t.created_at::float8 from parley.tenants t
  where t.tenant > after and octet_length(t.wrapped_key) > 0 order by t.tenant limit most
$$;
call parley.make_scanner('parley.list_tenants(text, bigint)');
