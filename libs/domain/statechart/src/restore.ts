import { checkSnapshot } from './check-snapshot.ts';
import { damaged, SNAPSHOT_KEYS } from './damaged.ts';
import { isMap } from './json.ts';
import { Machine } from './machine.ts';
import type { Tables } from './machine.ts';
import type { Problem } from './problem.ts';
import type { Snapshot } from './snapshot.ts';

export type Restoration =
  { readonly ok: true; readonly snapshot: Snapshot } | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a stored snapshot (JSON text or its UTF-8 bytes) and checks all of it against the machine: a step never has to
 * doubt what it is given. Never throws. Code `snapshot-too-new`: a newer engine wrote it, another process can read it.
 */
export function restore(machine: Machine, stored: Uint8Array | string): Restoration {
  const tables = Machine.tablesOf(machine);
  const json = readText(stored, tables.limits.snapshotBytes);
  const problem = json instanceof Unreadable ? json.problem : firstProblem(machine, tables, json);
  return problem === null ? { ok: true, snapshot: json as Snapshot } : { ok: false, problems: [problem] };
}

class Unreadable {
  readonly problem: Problem;

  constructor(code: string, message: string) {
    this.problem = { pointer: '', code, message };
  }
}

function readText(stored: Uint8Array | string, maxBytes: number): unknown {
  if (stored.length > maxBytes)
    return new Unreadable('snapshot-too-large', `A snapshot has at most ${maxBytes} bytes.`);
  try {
    return JSON.parse(typeof stored === 'string' ? stored : new TextDecoder('utf-8', { fatal: true }).decode(stored));
  } catch {
    return new Unreadable('snapshot-malformed', 'This is not JSON: the snapshot is cut off or damaged.');
  }
}

function firstProblem(machine: Machine, tables: Tables, json: unknown): Problem | null {
  if (!isMap(json)) return damaged('', 'A snapshot is an object.');
  const { version } = json;
  if (typeof version === 'number' && version > 1) {
    const message = `Written by a newer engine (version ${version}); this one reads version 1.`;
    return { pointer: '/version', code: 'snapshot-too-new', message };
  }
  if (version !== 1) return damaged('/version', 'The version is not 1.');
  if (json['machine'] !== machine.identity) {
    const message = `Of another machine than '${machine.id}'.`;
    return { pointer: '/machine', code: 'snapshot-foreign', message };
  }
  const { ids = 0 } = json;
  if (!isCount(ids) || json['ids'] === 0)
    return damaged('/ids', 'The number of ids is a whole number above 0, and at most 1e15.');
  return checkSnapshot({ tables, sessions: new Set(), ids }, json, OUTERMOST_KEYS);
}

const OUTERMOST_KEYS = new Set([...SNAPSHOT_KEYS, 'version', 'machine', 'ids']);

function isCount(ids: unknown): ids is number {
  return Number.isInteger(ids) && Number(ids) >= 0 && Number(ids) <= MOST_IDS;
}

/** Far below 2⁵³, from where on counting one further changes nothing. */
const MOST_IDS = 1e15;
