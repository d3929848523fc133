import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { commandLine } from '@parley/service-kit';
import { engineAddress, HttpClient, scratchFolder, TenantApi, type Engine } from '@parley/testing';
import { BankProcess, DistributedHouse, type EngineAddresses } from '@parley/testing/house';
import { root } from '../fitness/sources.ts';

const { options } = commandLine({
  call: 'npm run house --',
  about:
    'Runs the separate services on this machine, several of each, on the engines of `npm run engines -- up`, with a demo tenant to talk to, until Ctrl-C. Everything that they store goes with them. It takes about 20 seconds to start.',
  options: { instances: { kind: 'whole', default: 2, about: 'of each service' } },
});

const engines = await enginesOr((missing) => {
  console.error(`There is no ${missing}. Start the engines first: npm run engines -- up`);
  process.exit(1);
});
const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
const bank = await BankProcess.start(join(scratchFolder('bank'), 'ledger.jsonl'), {});
const house = await DistributedHouse.build({
  ...{ engines, platformKey, instances: options.instances },
  envOf: { adaptors: { DEMO_BANK_URL: bank.url } },
});
let isEnding = false;
const end = async (code: number): Promise<void> => {
  if (isEnding) return;
  isEnding = true;
  const unwell = await house.stop();
  await house.end();
  bank.stop();
  if (unwell.length > 0) console.error(`Did not stop well: ${unwell.join(', ')}.`);
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));

try {
  console.log(`Starting ${house.services.length} processes …`);
  await house.start();
  const { connection, apiKey } = await seed(house.origin);
  console.log(
    [
      'Parley is ready.',
      '',
      `  Chat      ${house.origin}/chat/${connection}`,
      `  Console   ${house.origin}/console   (sign in with an API key)`,
      `  API       ${house.origin}/v1`,
      `  API key   ${apiKey}`,
      '',
      ...house.services.map(
        (one) => `  ${one.name.padEnd(22)} process ${one.pid}, http://127.0.0.1:${one.operationsPort}/readyz`,
      ),
      '',
      '  Try: “send 200 to Ann”. Kill one of the processes meanwhile. Stop with Ctrl-C.',
    ].join('\n'),
  );
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  await end(1);
}

/** A tenant, its flow, and a chat that is open to this machine. */
async function seed(origin: string): Promise<{ readonly connection: string; readonly apiKey: string }> {
  const http = new HttpClient(origin);
  try {
    const { api, apiKey } = await TenantApi.createTenant(http, platformKey, `demo-${Date.now().toString(36)}`);
    await api.publish('bank-transfer', readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8'));
    return { connection: await api.connect('bank-transfer', [origin]), apiKey };
  } finally {
    await http.close();
  }
}

async function enginesOr(missing: (engine: Engine) => never): Promise<EngineAddresses> {
  const address = (engine: Engine): string => engineAddress(engine) ?? missing(engine);
  return {
    kafka: address('kafka'),
    redis: address('redis'),
    mongodb: address('mongodb'),
    postgres: address('postgres'),
  };
}
