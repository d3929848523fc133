import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import type { CoreMachine, Limits } from './core-format.ts';
import { Findings } from './findings.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Machine, Program } from './machine.ts';
import { isSmall, measure, nestsDeeper } from './measure.ts';
import type { Problem } from './problem.ts';
import { linkProgram } from './program.ts';
import { readCore } from './read-core.ts';

export interface CompileOptions {
  /** The platform's limits, where they differ from DEFAULT_LIMITS. */
  readonly limits?: Partial<Limits>;
  /**
   * What snapshots name the machine by, instead of the hash of its core text: an author's text keeps its snapshots when
   * a newer desugarer writes its core a little differently.
   */
  readonly identity?: string;
  /** What becomes of unreadable expressions where the machine does not say it: `load` (refused, the default) or `run`. */
  readonly faults?: 'load' | 'run';
  /**
   * Types of Event I/O processors that the host serves: a `send` of one of them comes out as an effect. With `scxml` among
   * them, sends to sessions that are not in the snapshot come out too.
   */
  readonly eventProcessors?: readonly string[];
}

export type Compilation =
  { readonly ok: true; readonly machine: Machine } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Checks a core machine (JSON text or object) and compiles it to tables; otherwise names every problem found. Never throws. */
export function compile(source: string | CoreMachine, options: CompileOptions = {}): Compilation {
  const findings = new Findings();
  const platform: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const json = readJson(source, platform, findings);
  if (findings.problems.length > 0) return { ok: false, problems: findings.problems };

  const core = readCore(json, '', findings, '');
  if (core === undefined || findings.isFull) return { ok: false, problems: findings.problems };

  const program = new Program(core.id);
  const { faults = 'load', eventProcessors = [] } = options;
  const shared = { findings, faults, eventProcessors, totals: { states: 0, regions: 0, transitions: 0 } };
  linkProgram(program, core, shared, { base: '', limits: platform, machines: new Map() });
  if (findings.problems.length > 0) return { ok: false, problems: findings.problems };

  return { ok: true, machine: new Machine(core.id, program.tables, options.identity ?? identifier(source)) };
}

/** Keeps the text only: the tree takes five times as much, and its owner may change it. */
function identifier(source: string | CoreMachine): () => string {
  const text = typeof source === 'string' ? source : JSON.stringify(source);
  return () => bytesToHex(sha256(utf8ToBytes(canonicalize(JSON.parse(text)) ?? '')));
}

/** Bounds size and nesting before anything walks the text recursively. */
function readJson(source: string | CoreMachine, limits: Limits, findings: Findings): unknown {
  // A level of states nests twice in JSON (the list, the object); the rest is room for actions and values.
  const maxNesting = 2 * limits.depth + limits.valueDepth + 32;
  if (typeof source !== 'string') {
    if (isSmall(source, limits.textBytes, maxNesting)) return source;
    const size = measure(source, limits.textBytes, maxNesting);
    if (size.tooDeep) tooDeep(maxNesting, findings);
    else if (size.bytes > limits.textBytes) tooLong(limits, findings);
    return source;
  }
  if (utf8Length(source, limits.textBytes) > limits.textBytes) tooLong(limits, findings);
  else if (nestsDeeper(source, maxNesting)) tooDeep(maxNesting, findings);
  else {
    try {
      return JSON.parse(source) as unknown;
    } catch (error) {
      const said = error instanceof Error ? error.message.slice(0, 200) : 'no JSON';
      findings.add('', 'json-malformed', `This is not JSON: ${said}.`);
    }
  }
  return undefined;
}

function tooLong(limits: Limits, findings: Findings): void {
  findings.add(
    '',
    'limit-text',
    `The machine is longer than ${limits.textBytes} bytes.`,
    'Split it into smaller machines.',
  );
}

function tooDeep(max: number, findings: Findings): void {
  findings.add('', 'limit-depth', `The machine nests deeper than ${max} brackets.`, 'Flatten its states or values.');
}

/** Bytes of a text in UTF-8, at most a little over `enough`. */
function utf8Length(source: string, enough: number): number {
  if (source.length > enough || source.length * 3 <= enough) return source.length;
  return utf8ToBytes(source).length;
}
