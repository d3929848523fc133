/** Names that the author chooses: states, slots, variables, intents, events' parts. They are read in expressions, so they are identifiers. */
export const NAME = /^(?!__)[A-Za-z_][A-Za-z0-9_]{0,63}$/;
export const NAME_SAYS = 'a name (letters, digits and _, beginning with a letter, at most 64)';

export const FLOW_ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
export const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
export const EVENT = /^[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*)*$/;
export const DURATION = /^\d{1,6}(?:ms|s|m|h|d)$/;
export const ADAPTER = /^[a-z0-9-]+\.[A-Za-z0-9_-]+$/;
/** A model: `local`, or one that the model orchestrator knows. */
export const MODEL = /^[A-Za-z0-9_-]{1,64}$/;
/** A place that actions may write: a root and at least one name. */
export const PLACE = /^(?:vars|slots)(?:\.[A-Za-z_][A-Za-z0-9_]*)+$/;

/** Words that the expression language keeps for itself. */
export const KEPT_WORDS: ReadonlySet<string> = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);

/** First parts of event names that only the machine itself puts into circulation. */
export const RESERVED_EVENTS: ReadonlySet<string> = new Set(['done', 'error', 'after', 'op']);

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s` → 90000. The text fits DURATION. */
export function durationMs(text: string): number {
  const unit = text.replace(/^\d+/, '');
  return Number.parseInt(text, 10) * (UNITS[unit] ?? 0);
}
