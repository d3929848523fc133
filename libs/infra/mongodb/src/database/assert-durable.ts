import type { Db } from 'mongodb';
import { MongoProblem } from './mongo-problem.ts';

/** Of MongoDB 7.0. */
const WIRE_VERSION = 21;

interface Hello {
  readonly setName?: string;
  /** `isdbgrid` = a router of a sharded cluster. */
  readonly msg?: string;
  readonly maxWireVersion?: number;
}

/**
 * Refuses a server that may forget what it has acknowledged, or take one id twice. `allowLess` (DURABILITY=dev) lets it pass, and
 * answers what is amiss so that /readyz can show it; an empty list = durable. Every write asks for the majority and the
 * journal by itself, whatever the address or the server's defaults say.
 */
export async function assertDurable(db: Db, allowLess = false): Promise<readonly string[]> {
  const amiss = whatIsAmiss((await db.admin().command({ hello: 1 })) as Hello);
  if (amiss.length > 0 && !allowLess) {
    throw new MongoProblem(
      `MongoDB is ${amiss.join(', ')}: it could lose acknowledged messages or double them. Use a replica set of MongoDB 7 or newer, or start with DURABILITY=dev if that is meant.`,
    );
  }
  return amiss;
}

export function whatIsAmiss({ setName, msg, maxWireVersion }: Hello): readonly string[] {
  const amiss: string[] = [];
  // Ids are unique in a shard, not over all of them, unless they are the shard key.
  if (msg === 'isdbgrid') amiss.push('a sharded cluster');
  else if (setName === undefined) amiss.push('a standalone server');
  if (!((maxWireVersion ?? 0) >= WIRE_VERSION)) amiss.push('older than 7.0');
  return amiss;
}
