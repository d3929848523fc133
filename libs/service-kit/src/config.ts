import { z } from 'zod';

export type ConfigAnswer<Config> =
  | { readonly ok: true; readonly config: Config }
  /** One sentence for each setting that is wrong. */
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * Reads the environment once and reports every fault at once. An empty variable counts as not set. A variable that begins
 * with `prefix` and that the schema does not name is a fault too: a misspelt setting would otherwise be silently ignored.
 * No value is repeated in a problem: it may be a secret.
 */
export function readConfig<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>>,
  prefix?: string,
): ConfigAnswer<z.infer<z.ZodObject<Shape>>> {
  const names = Object.keys(schema.shape);
  const given = Object.fromEntries(names.map((name) => [name, environment[name] || undefined]));
  const read = schema.safeParse(given);
  const wrong = read.success ? [] : read.error.issues.map((issue) => sentence(issue));
  const unknown = Object.keys(environment).filter((name) => prefix && name.startsWith(prefix) && !names.includes(name));
  const problems = [...wrong, ...unknown.map((name) => `${name}: there is no such setting.`)];
  return read.success && problems.length === 0 ? { ok: true, config: read.data } : { ok: false, problems };
}

/** Several parts of one configuration: all of them, or every fault of all. */
export function allOf<Parts extends Readonly<Record<string, unknown>>>(answers: {
  readonly [Name in keyof Parts]: ConfigAnswer<Parts[Name]>;
}): ConfigAnswer<Parts> {
  const given = Object.entries(answers) as readonly (readonly [string, ConfigAnswer<unknown>])[];
  const problems = given.flatMap(([, answer]) => (answer.ok ? [] : answer.problems));
  if (problems.length > 0) return { ok: false, problems };
  const config = Object.fromEntries(given.map(([name, answer]) => [name, answer.ok ? answer.config : undefined]));
  return { ok: true, config: config as Parts };
}

/** The effective settings for a log or a screen: secrets are only said to be set, and passwords in addresses are left out. */
export function printableConfig(
  config: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(config).map(([name, value]) => {
      if (secrets.includes(name)) return [name, value === undefined ? 'not set' : 'set'];
      return [name, typeof value === 'string' ? value.replace(/^([a-z][a-z+.-]*:\/\/)[^/?#]*@/i, '$1…@') : value];
    }),
  );
}

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must lie between ${min} and ${max}`);

const DAY_MS = 86_400_000;
const TIMES: Units = { s: 1_000, m: 60_000, h: 3_600_000, d: DAY_MS };
const SIZES: Units = { kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
type Units = Readonly<Record<string, number>>;

/** A number with its unit. */
function amount(units: Units, wrong: string, min: number, tooSmall: string) {
  const shape = new RegExp(`^(\\d{1,9})(${Object.keys(units).join('|')})$`);
  return z
    .string()
    .regex(shape, wrong)
    .transform((value) => {
      const [, count, unit = ''] = shape.exec(value) ?? [];
      return Number(count) * (units[unit] ?? Number.NaN);
    })
    .refine((value) => value >= min, tooSmall);
}

const timeWrong = 'must be a time with its unit, such as 12h or 14d';
const duration = (minMs: number) => amount(TIMES, timeWrong, minMs, `must be at least ${shortest(minMs)}`);
const durationOrNever = (minMs: number) =>
  z.string().transform((value, context) => {
    if (value === 'never') return null;
    const read = duration(minMs).safeParse(value);
    if (read.success) return read.data;
    const message = read.error.issues[0]?.message ?? timeWrong;
    context.addIssue({ code: 'custom', message: message === timeWrong ? `${timeWrong}, or never` : message });
    return z.NEVER;
  });
const shortest = (ms: number): string => (ms % DAY_MS === 0 ? `${ms / DAY_MS}d` : `${ms / 1_000}s`);

/** Settings as they come: texts. */
export const setting = {
  /** A TCP port; 0 = any free one. */
  port: () => whole(0, 65_535),
  /** A whole number. */
  whole,
  flag: () =>
    z
      .enum(['1', '0', 'true', 'false', 'yes', 'no'], 'must be true or false')
      .transform((value) => ['1', 'true', 'yes'].includes(value)),
  /** An address of one of these protocols, e.g. `postgres:`. */
  url: (...protocols: readonly string[]) =>
    z
      .string()
      .refine(
        (value) => protocols.includes(protocolOf(value)),
        `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
      ),
  /** A time with its unit: `90s`, `30m`, `12h`, `14d`; in ms. */
  duration: (minMs = 0) => duration(minMs),
  /** As above, or `never`: null. */
  durationOrNever: (minMs = 0) => durationOrNever(minMs),
  /** A size with its unit: `500MB`, `2GB`; in bytes. */
  bytes: (min = 0) => amount(SIZES, 'must be a size with its unit, such as 500MB or 2GB', min, 'is too small'),
  /** Texts separated by commas. */
  list: () =>
    z.string().transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
};

function protocolOf(value: string): string {
  try {
    return new URL(value).protocol;
  } catch {
    return '';
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = issue.path.map(String).join('.');
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return `${name}: ${missing ? 'must be set' : issue.message}.`;
}
