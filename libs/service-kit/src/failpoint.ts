/** Every place at which a test may kill the process, from the way in to the way out. The one list of them. */
export const FAILPOINTS = [
  'conversation-keys.before-ensure',
  'conversation-keys.after-ensure',
  'places.before-note',
  'places.after-note',
  'chat.before-append',
  'log.before-append',
  'log.after-append',
  'log.after-hand-over',
  'chat.after-append',
  'log.before-watermark',
  'log.after-watermark',
  'log.after-settle',
  'advance.before-open',
  'advance.after-decide',
  'journal.before-commit',
  'journal.after-commit',
  'advance.after-commit',
  'chat.before-record',
  'messages.before-insert',
  'messages.after-insert',
  'conversations.after-record',
  'deliveries.after-insert',
  'chat.after-record',
  'places.after-erase',
  'conversation-keys.before-destroy',
  'chat.after-key-destroyed',
  'fire.before-append',
  'fire.after-append',
  'advance.before-arrange',
  'wake-ups.before-clear',
  'wake-ups.after-clear',
  'wake-ups.after-arrange',
  'operations.before-claim',
  'operations.after-claim',
  'perform.before-call',
  'perform.after-call',
  'perform.before-append',
  'perform.after-append',
  'operations.after-postpone',
  'deliveries.before-claim',
  'deliveries.after-claim',
  'chat.before-send',
  'chat.after-send',
  'holds.after-add',
  'chat.before-find',
  'chat.after-find',
  'deliveries.before-status',
  'deliveries.after-status',
] as const;

export type FailpointName = (typeof FAILPOINTS)[number];

interface Armed {
  readonly name: string;
  left: number;
}

const armed = readArmed(process.env['PARLEY_FAILPOINT'], process.env['NODE_ENV']);

/** Kills this process the n-th time it passes here, if PARLEY_FAILPOINT=<name>:<n> was set at its start. */
export function failpoint(name: FailpointName): void {
  if (armed === null || armed.name !== name) return;
  armed.left -= 1;
  if (armed.left === 0) process.kill(process.pid, 'SIGKILL');
}

/** null = none is armed. A name that is not in the list, or a production environment, is refused with a sentence. */
export function readArmed(setting: string | undefined, environment: string | undefined): Armed | null {
  if (setting === undefined || setting === '') return null;
  if (environment === 'production')
    throw new Error('PARLEY_FAILPOINT kills the process: it is refused with NODE_ENV=production.');
  const [name = '', count = '1'] = setting.split(':');
  if (!(FAILPOINTS as readonly string[]).includes(name))
    throw new Error(`PARLEY_FAILPOINT names no failpoint: ${name}`);
  if (!/^[1-9]\d{0,8}$/.test(count)) throw new Error(`PARLEY_FAILPOINT needs a count from 1: ${setting}`);
  return { name, left: Number(count) };
}
