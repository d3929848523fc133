import pg from 'pg';

/** How to reach a server as somebody who may create roles and tables: the embedded one's superuser, or DATABASE_URL's user. */
export type PostgresAddress = Pick<
  pg.ClientConfig,
  'host' | 'port' | 'user' | 'password' | 'database' | 'connectionString' | 'ssl'
>;

/** The services' role, see the decision record 0006. */
export const SERVICE_ROLE = 'parley_service';
export const SCHEMA = 'parley';

/**
 * The address with the settings that every connection of the services starts with: their own role, our schema, plans that
 * do not flip when autovacuum changes the statistics (all that the services ask for is found by a key, and listed in the order
 * of one, so nothing else is considered where that can be). Our own server lets the role log in (its socket is the lock); on
 * another one the session takes the role on.
 */
export function asService(address: PostgresAddress, name: string): pg.ClientConfig {
  const settings = [
    `search_path=${SCHEMA}`,
    'plan_cache_mode=force_generic_plan',
    ...['seqscan', 'hashjoin', 'mergejoin', 'sort'].map((way) => `enable_${way}=off`),
    'jit=off',
  ];
  const who = isOwnServer(address) ? [] : [`role=${SERVICE_ROLE}`];
  return {
    ...address,
    ...(isOwnServer(address) ? { user: SERVICE_ROLE } : {}),
    application_name: name,
    options: [...who, ...settings].map((setting) => `-c ${setting}`).join(' '),
    keepAlive: true,
    types: { getTypeParser },
  };
}

/** The embedded server is reached by a socket's folder, every other one by a URL. */
export function isOwnServer(address: PostgresAddress): boolean {
  return address.connectionString === undefined;
}

const BIGINT = 20;

/** bigint as a number: everything that we count or date stays below 2^53. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (id, format) =>
  id === BIGINT ? Number : (pg.types.getTypeParser as pg.CustomTypesConfig['getTypeParser'])(id, format);
