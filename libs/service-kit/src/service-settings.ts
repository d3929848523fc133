import { z } from 'zod';
import { setting } from './config.ts';
import type { LogLevel } from './logger.ts';

const isLevel = (word: string): word is LogLevel => ['debug', 'info', 'warn', 'error'].includes(word);
const isShape = (word: string): word is 'json' | 'text' => ['json', 'text'].includes(word);

/** How much is logged, and for whom: `warn`, `text`, or one of each: `info,text`. */
export const logSetting = () =>
  setting
    .list()
    .refine(
      (words) => words.length <= 2 && words.filter(isLevel).length <= 1 && words.filter(isShape).length <= 1,
      'must be debug, info, warn or error, or json or text, or one of each: info,text',
    )
    .refine((words) => words.every((word) => isLevel(word) || isShape(word)), 'has an unknown word');

export interface LogSettings {
  readonly logLevel: LogLevel;
  /** Lines for a program, or for a person. */
  readonly logShape: 'json' | 'text';
}

/** What the words of a `logSetting` mean. */
export function logSettingsOf(words: readonly string[], level: LogLevel): LogSettings {
  return { logLevel: words.find(isLevel) ?? level, logShape: words.find(isShape) ?? 'json' };
}

/** What every service may be told; spread into the shape of its settings. */
export const serviceShape = {
  PARLEY_LOG: logSetting().prefault('info,json'),
  OPERATIONS_HOST: z.string().default('127.0.0.1'),
  OPERATIONS_PORT: setting.port().prefault('9464'),
  PARLEY_DRAIN: setting.duration(1_000).prefault('25s'),
  DURABILITY: z.enum(['full', 'dev'], 'must be full or dev').default('full'),
  /** Read by the failpoints themselves; named here because it is a setting of ours. */
  PARLEY_FAILPOINT: z.string().optional(),
};

export interface ServiceSettings extends LogSettings {
  /** Where `/livez`, `/readyz` and `/metrics` are answered; port 0 = any free one. */
  readonly operations: { readonly host: string; readonly port: number };
  /** What is under way when the process is told to stop has so long for each of its parts, ms. */
  readonly drainMs: number;
  /** Less than durable is allowed, and shown by /readyz. */
  readonly isDev: boolean;
}

export function serviceSettingsOf(read: z.infer<z.ZodObject<typeof serviceShape>>): ServiceSettings {
  return {
    ...logSettingsOf(read.PARLEY_LOG, 'info'),
    operations: { host: read.OPERATIONS_HOST, port: read.OPERATIONS_PORT },
    drainMs: read.PARLEY_DRAIN,
    isDev: read.DURABILITY === 'dev',
  };
}

/** The same for `--help`. */
export const serviceHelp = `  PARLEY_LOG (info,json)           debug, info, warn or error; json or text
  OPERATIONS_HOST (127.0.0.1), OPERATIONS_PORT (9464)
                                   where /livez, /readyz and /metrics are answered
  PARLEY_DRAIN (25s)               what is under way has so long to end, for each part, when the process is told to stop
  DURABILITY (full)                dev: starts although something could lose what was acknowledged
  OTEL_EXPORTER_OTLP_ENDPOINT      where traces and figures are sent, with the other variables of OpenTelemetry; unset: nowhere`;
