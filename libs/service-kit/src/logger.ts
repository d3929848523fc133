export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Logger {
  /** @param event a name such as `log.paused`: the same words for the same thing, so that it can be counted. */
  readonly debug: LogLine;
  readonly info: LogLine;
  readonly warn: LogLine;
  readonly error: LogLine;
}

type LogLine = (event: string, details?: Readonly<Record<string, unknown>>) => void;

export interface LoggerOptions {
  readonly level: LogLevel;
  /** `json` (the default): a line for programs. `text`: the same for a person. */
  readonly shape?: 'json' | 'text';
  /** Takes one line without its end. */
  readonly write: (line: string) => void;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Asked for each line: ids of the work that writes it, such as its trace. */
  readonly context?: () => Readonly<Record<string, string>>;
}

const LEVELS: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/**
 * JSON lines `{at, level, event, …details}`: ids, counts, times and codes. What people said is not for the log: members
 * that may hold it, and secrets, are withheld by name, and long texts are cut.
 */
export function createLogger({ level, shape = 'json', write, now, context }: LoggerOptions): Logger {
  const lowest = LEVELS.indexOf(level);
  const line = (at: LogLevel): LogLine =>
    LEVELS.indexOf(at) < lowest
      ? () => undefined
      : (event, details = {}) => {
          const shown = Object.entries({ ...context?.(), ...details }).map(
            ([name, value]) => [name, show(name, value, 0)] as const,
          );
          const time = new Date(now()).toISOString();
          if (shape === 'json') write(JSON.stringify({ ...Object.fromEntries(shown), at: time, level: at, event }));
          else write([time, at.toUpperCase().padEnd(5), event, ...shown.map(asWord)].join(' '));
        };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}

/** `name=value`; JSON's marks keep a value to its own line. */
const asWord = ([name, value]: readonly [string, unknown]): string => `${name}=${JSON.stringify(value)}`;

const WITHHELD =
  /^(text|texts|body|content|message|messages|said|input|value|data|profile|.*(secret|password|token|authorization|cookie|apikey|api_key))$/i;
const MAX_TEXT = 300;
const MAX_ITEMS = 20;
const MAX_DEPTH = 3;

function show(name: string, value: unknown, depth: number): unknown {
  if (WITHHELD.test(name)) return '[withheld]';
  if (typeof value === 'string') return value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (isError(value)) return showError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= MAX_DEPTH) return '[…]';
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => show('', item, depth + 1));
  const members = Object.entries(value).slice(0, MAX_ITEMS);
  return Object.fromEntries(members.map(([member, item]) => [member, show(member, item, depth + 1)]));
}

/** Errors of other realms (worker, test) are errors too. */
const isError = (value: object): value is Error =>
  Object.prototype.toString.call(value) === '[object Error]' || value instanceof Error;

/**
 * Name, code, sentence and where. A SyntaxError quotes what it could not read, and a database's `detail` quotes the row:
 * both may be what a person said, so neither is shown.
 */
function showError(error: Error, depth: number): unknown {
  const code = (error as { readonly code?: unknown }).code;
  const quotes = error.name === 'SyntaxError';
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((frame) => /^\s+at /.test(frame))
    .slice(0, 6);
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(quotes ? {} : { reason: show('reason', error.message, depth) }),
    where: frames.map((frame) => frame.trim()),
    ...(error.cause !== undefined && depth < MAX_DEPTH ? { cause: show('cause', error.cause, depth + 1) } : {}),
  };
}
