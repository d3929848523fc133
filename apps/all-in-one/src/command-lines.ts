import type { Command } from '@parley/service-kit';

const noOptions = {} as const;

/** What an operator runs, for `--help`; the settings of all of them are environment variables. */
export const commands = {
  start: {
    call: 'npm start --',
    about: `Runs Parley: everything in one process, until Ctrl-C. The first start takes some seconds, later ones less.

Settings are environment variables:
  PORT (4000), HOST (127.0.0.1)    where it listens
  PARLEY_DATA (data)               the data folder: database, keys, long texts
  DATABASE_URL                     a PostgreSQL of your own instead of the one in the data folder
  PARLEY_PUBLIC_URL                where people reach it from outside
  PARLEY_PLATFORM_KEY              the key that creates tenants, instead of the one in the data folder
  SLACK_API_URL                    where Slack's Web API is, if not at Slack: a proxy or the simulator
  SLACK_CHANNEL_RATE (1)           messages a second that go to one channel of a workspace
  PARLEY_DEMO (true)               whether the first start makes the demo tenant
  PARLEY_LOG (warn,json)           debug, info, warn or error; json or text
  PARLEY_METRICS_PORT              a port of its own for /metrics; unset: where everything else is
  PARLEY_TLS_CERT, PARLEY_TLS_KEY  certificate with its chain, and its key, as PEM files; unset: plain HTTP
  PARLEY_KEEP_LOG (14d)            handled records, and the tombstones of replies and calls
  PARLEY_KEEP_ENDED (never)        conversations that ended so long ago are erased
  PARLEY_KEEP_QUARANTINE (30d)     webhooks of an unknown shape, at most PARLEY_KEEP_QUARANTINE_BYTES (1GB)
  PARLEY_KEEP_BLOBS (never)        texts too long for the log
  DURABILITY (full)                dev: starts although the database could lose what was acknowledged`,
    options: noOptions,
  },
  demoKey: {
    call: 'npm run demo:key --',
    about:
      'Makes a new API key for the demo tenant and prints it; it is shown this once. Keys made before go on working. Asks the Parley that runs on PORT, or starts one for as long as it takes: some seconds.',
    options: noOptions,
  },
  demoReset: {
    call: 'npm run demo:reset --',
    about:
      'Deletes the data folder (PARLEY_DATA) with everything in it, so that the next start begins anew. Refused while Parley runs on it. It takes a second or two.',
    options: noOptions,
  },
  backup: {
    call: 'npm run backup --',
    about: `Saves everything in the data folder (PARLEY_DATA) to a new folder, beside a running Parley or alone, with a manifest of hashes.
What was acknowledged before it begins is in it. It takes some seconds a gigabyte.
Without --with-keys the key files stay out: keep root.key elsewhere, for without it nobody can read the backup.`,
    options: {
      'with-keys': { kind: 'flag', about: 'with root.key and platform.key: whoever has it can read everything' },
    },
    subject: { name: 'folder' },
  },
  restore: {
    call: 'npm run restore --',
    about: `Puts a backup into a data folder (PARLEY_DATA) that has no database, after looking at every hash. Writes nothing over. It takes some seconds a gigabyte.
What was erased after the backup is erased again by the next start, if the list of erasures (erasures.jsonl) is there or named.`,
    options: {
      'key-file': { kind: 'text', value: 'FILE', about: 'the root key, where the backup has none' },
      erasures: { kind: 'text', value: 'FILE', about: 'the list of erasures that was kept beside the backups' },
    },
    subject: { name: 'folder' },
  },
  eraseTenant: {
    call: 'npm run erase:tenant --',
    about:
      'Forgets a tenant of a stopped Parley (PARLEY_DATA): keys, connections, conversations, messages, log, blobs; its id stays as a tombstone. There is no way back but a backup. It takes some seconds, and as long as a million rows a minute.',
    options: {},
    subject: { name: 'tenant' },
  },
  scrub: {
    call: 'npm run scrub --',
    about:
      'Removes what was erased from the data files of a stopped Parley (PARLEY_DATA) as well: tables are written anew without dead rows, and the database’s own log is begun anew. It takes some seconds a gigabyte, and the room of the largest table.',
    options: {},
  },
  status: {
    call: 'npm run -s status --',
    about:
      'Shows what is kept, how large it is, how old, and what retention will take, beside a running Parley or alone. It takes a second or two.',
    options: { json: { kind: 'flag', about: 'the same as one line of JSON' } },
  },
  verify: {
    call: 'npm run verify --',
    about:
      'Looks whether the history is as it was recorded: seals, chain of hashes, snapshots, and each entry computed again; beside a running Parley or alone. Names what was changed; exit code 1 if anything was. A thousand entries take some seconds.',
    options: { json: { kind: 'flag', about: 'ends with one line: {"conversations","entries","faults","drift"}' } },
  },
} as const satisfies Readonly<Record<string, Command>>;
