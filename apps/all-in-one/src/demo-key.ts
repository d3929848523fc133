import { commandLine } from '@parley/service-kit';
import { commands } from './command-lines.ts';
import { readParleyConfig } from './config.ts';
import { demo } from './demo.ts';
import { explain } from './explain.ts';
import { platformKey } from './platform-key.ts';
import { startParley } from './start-parley.ts';

/** Makes a new API key for the demo tenant: asks the running Parley, or starts one for as long as it takes. */
commandLine(commands.demoKey);
const read = readParleyConfig(process.env);
if (!read.ok) {
  console.error(read.problems.join('\n'));
  process.exit(1);
}
const { config } = read;

try {
  const running = await askForKey(`http://${config.host}:${config.port}`).catch(() => null);
  console.log(running ?? (await startAndAsk()));
} catch (error) {
  console.error(explain(error, config));
  process.exit(1);
}

async function startAndAsk(): Promise<string> {
  const parley = await startParley({ ...config, port: 0, seedsDemo: true });
  try {
    return parley.demoKey ?? (await askForKey(parley.url));
  } finally {
    await parley.stop();
  }
}

async function askForKey(url: string): Promise<string> {
  const answer = await fetch(`${url}/v1/tenants/${demo.tenant}/api-keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await platformKey(config.dataFolder, config.platformKey)}` },
  });
  if (answer.status !== 201) throw new Error(`Parley answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { apiKey: string }).apiKey;
}
