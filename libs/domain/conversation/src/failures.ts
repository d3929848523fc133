/** Failures found around the rules, not by them. Replay takes them from the entry: they cannot be computed again. */
export const shellFailures = {
  /** The stimulus was under way each time the process was killed. */
  killed: 'stimulus.kills-the-process',
  /** The rules threw: a fault of ours. */
  threw: 'rules.threw',
  /** The stimulus opened, but is not of a shape that we know. */
  unreadable: 'stimulus.unreadable',
  /** The connection's flow had no published version. */
  unpublished: 'flow.none-published',
  /** The store cannot take what the entry holds. */
  refusedByStore: 'entry.refused-by-store',
  /** The pinned version cannot be run by this engine. */
  unusableFlow: 'flow.unusable',
} as const;

const codes: ReadonlySet<string> = new Set(Object.values(shellFailures));

export const isShellFailure = (code: string): boolean => codes.has(code);
