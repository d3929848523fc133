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
  PARLEY_LOG (warn)                debug, info, warn or error
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
  verify: {
    call: 'npm run verify --',
    about:
      'Looks whether the history is as it was recorded: seals, chain of hashes, snapshots, and each entry computed again; beside a running Parley or alone. Names what was changed; exit code 1 if anything was. A thousand entries take some seconds.',
    options: { json: { kind: 'flag', about: 'ends with one line: {"conversations","entries","faults","drift"}' } },
  },
} as const satisfies Readonly<Record<string, Command>>;
