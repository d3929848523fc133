import { unwrap, type ParleyClient } from '@parley/client';
import { isProblem } from '../api/sentence-of.ts';

/** A version with the flow that it is of. */
export interface FoundVersion {
  readonly flow: string;
  readonly hash: string;
  readonly text: string;
}

/** Finds the text that a conversation runs: first where its connection points, then among all flows; null = nowhere. */
export async function findVersion(
  client: ParleyClient,
  connection: string,
  hash: string,
): Promise<FoundVersion | null> {
  if (hash === '') return null;
  const bound = await flowOfConnection(client, connection).catch(() => null);
  const near = bound === null ? null : await versionOf(client, bound, hash);
  if (near !== null) return near;
  const { flows } = await unwrap(client.GET('/v1/flows', { params: { query: { limit: 200 } } }));
  for (const { flow } of flows) {
    const found = flow === bound ? null : await versionOf(client, flow, hash);
    if (found !== null) return found;
  }
  return null;
}

async function flowOfConnection(client: ParleyClient, connection: string): Promise<string> {
  const params = { path: { connection } };
  return (await unwrap(client.GET('/v1/connections/{connection}', { params }))).flow;
}

async function versionOf(client: ParleyClient, flow: string, hash: string): Promise<FoundVersion | null> {
  try {
    const params = { path: { flow, hash } };
    const { text } = await unwrap(client.GET('/v1/flows/{flow}/versions/{hash}', { params }));
    return { flow, hash, text };
  } catch (fault) {
    if (isProblem(fault, 'flow.no-such-version') || isProblem(fault, 'flow.unknown')) return null;
    throw fault;
  }
}
