import { StateEngineServiceDefinition, type StateEngineService } from '@parley/contracts';
import { linkOverGrpc } from '@parley/grpc';
import pg from 'pg';

/** Asks the state-engine to replay every conversation of every tenant; answers how many faults there are, each said as a line. */
export async function verifyAll(databaseUrl: string, target: string, say: (line: string) => void): Promise<number> {
  const engine = linkOverGrpc<StateEngineService>(StateEngineServiceDefinition, { target });
  try {
    let faults = 0;
    for (const { tenant, conversation } of await everyConversation(databaseUrl)) {
      const found = await engine.verifyConversation({ tenant, conversation });
      faults += found.faults.length;
      for (const { seq, what, message } of found.faults) say(`${conversation} entry ${seq}: ${what}: ${message}`);
    }
    return faults;
  } finally {
    engine.close();
  }
}

/** One whose entries were deleted has its snapshot still. */
async function everyConversation(
  connectionString: string,
): Promise<readonly { readonly tenant: string; readonly conversation: string }[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ tenant: string; conversation: string }>(
      'select tenant, conversation from parley.journal union select tenant, conversation from parley.snapshots',
    );
    return rows;
  } finally {
    await client.end();
  }
}
