import { createHash } from 'node:crypto';

/** How the embedded server is run. `durable: false` is for tests alone: a crash of the machine may then corrupt the data. */
export interface ServerSettings {
  readonly durable: boolean;
  readonly socketFolder: string;
}

/** Command-line settings of the server, in a fixed order. */
export function serverArguments(settings: ServerSettings): readonly string[] {
  const durable = settings.durable ? 'on' : 'off';
  const values: readonly (readonly [string, string])[] = [
    ['listen_addresses', ''],
    ['unix_socket_directories', settings.socketFolder],
    ['unix_socket_permissions', '0700'],
    ['fsync', durable],
    ['synchronous_commit', durable],
    ['full_page_writes', durable],
    ['max_connections', settings.durable ? '60' : '200'],
    ['shared_buffers', settings.durable ? '256MB' : '128MB'],
    ['wal_buffers', '16MB'],
    // Fewer checkpoints: each one makes the next touch of every page write it whole into the log.
    ['max_wal_size', '2GB'],
    ['min_wal_size', settings.durable ? '256MB' : '80MB'],
    ['checkpoint_timeout', '15min'],
    ['checkpoint_completion_target', '0.9'],
    // Statements here are short and keyed: compiling or spreading them costs more than it saves.
    ['jit', 'off'],
    ['max_parallel_workers_per_gather', '0'],
    ['io_method', 'sync'],
    ['autovacuum_naptime', '20s'],
    // Plans here never depend on what a sample shows, and reading thirty thousand rows for one holds everybody up.
    ['default_statistics_target', '10'],
    ['log_min_messages', 'warning'],
    // Neither the row that a fault is about nor the statement: both may hold what a person said.
    ['log_error_verbosity', 'terse'],
    ['log_min_error_statement', 'panic'],
    ['log_line_prefix', '%m [%p] '],
    ['timezone', 'UTC'],
  ];
  return values.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** Two servers of one fingerprint are run alike: one of them may be adopted for the other. */
export function settingsFingerprint(version: string, settings: ServerSettings): string {
  return createHash('sha256')
    .update([version, ...serverArguments(settings)].join('\0'))
    .digest('hex');
}
