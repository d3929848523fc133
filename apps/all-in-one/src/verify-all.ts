import type { StateEngineService } from '@parley/contracts';
import type { PostgresAddress } from '@parley/postgres';
import pg from 'pg';

export interface Verified {
  readonly conversations: number;
  readonly entries: number;
  readonly faults: number;
  /** Texts that would be rendered otherwise today; no fault. */
  readonly drift: number;
}

/** Every conversation of every tenant, one after the other; each fault is told as a line. */
export async function verifyAll(
  address: PostgresAddress,
  engine: Pick<StateEngineService, 'verifyConversation'>,
  tell: (line: string) => void,
): Promise<Verified> {
  const verified = { conversations: 0, entries: 0, faults: 0, drift: 0 };
  for (const { tenant, conversation } of await everyConversation(address)) {
    const found = await engine.verifyConversation({ tenant, conversation });
    verified.conversations += 1;
    verified.entries += found.entries;
    verified.faults += found.faults.length;
    verified.drift += found.drift;
    for (const { seq, what, message } of found.faults) {
      tell(`${tenant} ${conversation} entry ${seq}: ${what}: ${message}`);
    }
  }
  return verified;
}

/** As the administrator: no tenant's own connection sees more than itself. One whose entries were deleted has its snapshot still. */
async function everyConversation(
  address: PostgresAddress,
): Promise<readonly { readonly tenant: string; readonly conversation: string }[]> {
  const client = new pg.Client({ ...address, application_name: 'parley verify' });
  await client.connect();
  try {
    const { rows } = await client.query<{ tenant: string; conversation: string }>(
      `select tenant, conversation from parley.journal
       union select tenant, conversation from parley.snapshots
       order by tenant, conversation`,
    );
    return rows;
  } finally {
    await client.end();
  }
}
