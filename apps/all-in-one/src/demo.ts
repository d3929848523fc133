import { readFile } from 'node:fs/promises';
import type { FlowService, SecurityService } from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import { demoFlowFile } from './folders.ts';

export const demo = { tenant: 'demo', connection: 'demo', flow: 'bank-transfer' } as const;

/**
 * The demo tenant with the bank's flow on a web chat. Each part is made only if it is missing, so that a first start cut
 * short is completed by the next. Answers the tenant's API key if it was made now.
 */
export async function seedDemo(security: SecurityService, flows: FlowService): Promise<string | null> {
  const { tenant, connection, flow } = demo;
  const created = await unless('ALREADY_EXISTS', security.createTenant({ tenant, name: 'Demo' }));
  const known = await unless('NOT_FOUND', flows.getFlow({ tenant, flow }));
  if (known?.defaultVersion === undefined) {
    await flows.saveDraft({ tenant, flow, text: await readFile(demoFlowFile(), 'utf8') });
    const { hash, problems } = await flows.publishFlow({ tenant, flow });
    if (hash === '') throw new Error(`The demo's flow has faults: ${JSON.stringify(problems)}`);
    await flows.setDefaultVersion({ tenant, flow, hash });
  }
  const settingsJson = toJson({ allowedOrigins: ['self'], showJournal: true, title: 'Demo bank' });
  const secretsJson = toJson({});
  const how = { tenant, connection, channel: 'web-chat', flow, settingsJson, secretsJson };
  await unless('ALREADY_EXISTS', security.createConnection(how));
  return created?.apiKey ?? null;
}

async function unless<Answer>(status: ServiceFault['status'], call: Promise<Answer>): Promise<Answer | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ServiceFault && error.status === status) return null;
    throw error;
  }
}

const toJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8');
