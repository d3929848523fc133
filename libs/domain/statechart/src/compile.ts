import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalText } from './canonical-text.ts';
import type { CoreMachine, Limits } from './core-format.ts';
import { Findings } from './findings.ts';
import { FlatCopy } from './flat-copy.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { Machine, Program } from './machine.ts';
import { measure } from './measure.ts';
import { Place } from './place.ts';
import type { Problem } from './problem.ts';
import { linkProgram } from './program.ts';
import { isCore, readCore } from './read-core.ts';
import { scanText } from './scan-text.ts';

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
export function compile(given: string | CoreMachine, options: CompileOptions = {}): Compilation {
  const findings = new Findings();
  const platform: Limits = options.limits === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...options.limits };
  const source = read(given, platform, { findings, isNamed: options.identity !== undefined });
  if (source === null || findings.isFull) return { ok: false, problems: findings.problems };

  const { core } = source;
  const program = new Program(core.id);
  const { faults = 'load', eventProcessors = [] } = options;
  const shared = { findings, faults, eventProcessors, totals: { states: 0, regions: 0, transitions: 0 } };
  linkProgram(program, core, shared, { place: Place.at(''), limits: platform, machines: new Map() });
  if (findings.problems.length > 0) return { ok: false, problems: findings.problems };

  return { ok: true, machine: new Machine(core.id, program.tables, options.identity ?? source.identity) };
}

/** A source that was read, and how to get its identity, should it have been given none and anybody ask for it. */
interface Read {
  readonly core: CoreMachine;
  readonly identity: () => string;
}

function read(
  source: string | CoreMachine,
  limits: Limits,
  { findings, isNamed }: { readonly findings: Findings; readonly isNamed: boolean },
): Read | null {
  // A level of states nests twice in JSON (the list, the object); the rest is room for actions and values.
  const maxNesting = 2 * limits.depth + limits.valueDepth + 32;
  const json = typeof source === 'string' ? readText(source, { limits, maxNesting, findings }) : source;
  if (findings.problems.length > 0) return null;

  if (typeof source !== 'string') {
    // The tree itself is not kept: it takes five times as much, and its owner may change it.
    const copy = new FlatCopy(limits.textBytes, maxNesting, !isNamed);
    if (isCore(json, copy)) {
      const kept = copy.end();
      return { core: json, identity: () => identityOf(kept.restored()) };
    }
  }
  // What is large for certain, or wrong, is looked at once more, now that its size is known.
  const text = typeof source === 'string' ? source : writeText(source, { limits, maxNesting, findings });
  if (text === null) return null;
  const core = isCore(json, new FlatCopy(Number.POSITIVE_INFINITY, maxNesting, false))
    ? json
    : readCore(json, findings);
  return core === undefined ? null : { core, identity: () => identityOf(JSON.parse(text)) };
}

/** The text of an object, if it is not too large. */
function writeText(source: CoreMachine, { limits, maxNesting, findings }: TextBounds): string | null {
  const size = measure(source, limits.textBytes, maxNesting);
  if (size.tooDeep) tooDeep(maxNesting, findings);
  else if (size.bytes > limits.textBytes) tooLong(limits, findings);
  else return JSON.stringify(source);
  return null;
}

interface TextBounds {
  readonly limits: Limits;
  readonly maxNesting: number;
  readonly findings: Findings;
}

/** Bounds size and nesting before anything walks the text recursively; what is refused is undefined. */
function readText(text: string, { limits, maxNesting, findings }: TextBounds): unknown {
  if (utf8Length(text, limits.textBytes) > limits.textBytes) tooLong(limits, findings);
  else {
    const { isTooDeep, head } = scanText(text, maxNesting);
    if (isTooDeep) tooDeep(maxNesting, findings);
    else if (head === null || !isRefusedBy(head, findings)) return parsed(text, findings);
  }
  return undefined;
}

/** An object of far too many keys has as many faults as are ever reported: the rest of such a text is not even parsed. */
function isRefusedBy(head: string, findings: Findings): boolean {
  const early = new Findings();
  const json = parsed(head, early);
  if (json !== undefined) readCore(json, early);
  if (early.isFull) findings.problems.push(...early.problems);
  return early.isFull;
}

function parsed(text: string, findings: Findings): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message.slice(0, 200) : 'no JSON';
    findings.add('', 'json-malformed', `This is not JSON: ${said}.`);
    return undefined;
  }
}

function identityOf(json: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalText(json))));
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
