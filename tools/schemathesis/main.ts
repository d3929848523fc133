import { spawn } from 'node:child_process';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createParleyClient, unwrap } from '@parley/client';
import { commandLine } from '@parley/service-kit';
import { freePort, ParleyProcess, scratchFolder } from '@parley/testing';
import { root } from '../fitness/sources.ts';

const { options } = commandLine({
  call: 'npm run schemathesis --',
  about:
    'Asks every route of the API for what its description allows and forbids (Schemathesis, installed from PyPI at the first run), and fails on any 5xx and on any answer that is not described. It takes two minutes.',
  options: {
    examples: {
      kind: 'whole',
      default: 10,
      about: 'requests made up for each route, beside the examples at its limits',
    },
    seed: { kind: 'text', value: 'NUMBER', about: 'the seed of a run before, to see the same again' },
  },
});

/** One version, so that what is found today is found tomorrow. */
const version = '4.32.5';
const venv = join(root, 'node_modules/.cache', `schemathesis-${version}`);
const program = join(venv, 'bin/schemathesis');

/** Of the server, and of what Schemathesis leaves lying about. */
const dataFolder = scratchFolder('schemathesis');
await access(program).catch(async () => {
  await run('python3', ['-m', 'venv', venv]);
  await run(join(venv, 'bin/pip'), ['install', '--quiet', `schemathesis==${version}`]);
});

const parley = await ParleyProcess.start({
  dataFolder,
  port: await freePort(),
  env: { PARLEY_DEMO: 'false' },
});
let exitCode = 1;
try {
  const tenantKey = await prepare();
  const tenants = ['--include-path-regex', '^/v1/tenants'];
  const others = ['--exclude-path-regex', '^/v1/tenants'];
  // The platform's routes last: one of them forgets a tenant.
  const codes = [await probe(tenantKey, others), await probe(parley.platformKey(), tenants)];
  exitCode = Math.max(...codes);
} finally {
  await parley.stop();
  await rm(dataFolder, { recursive: true, force: true });
}
console.log(exitCode === 0 ? '2 passed, 0 failed' : '0 passed, 1 failed');
process.exit(exitCode);

/** A tenant with a flow, a connection and a conversation; answers its key. */
async function prepare(): Promise<string> {
  const url = parley.origin;
  const platform = createParleyClient({ url, apiKey: parley.platformKey() });
  const { apiKey } = await unwrap(platform.POST('/v1/tenants', { body: { tenant: 'bank', name: 'Bank' } }));
  const client = createParleyClient({ url, apiKey });
  const text = await readFile(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8');
  const params = { path: { flow: 'bank-transfer' } };
  await unwrap(client.PUT('/v1/flows/{flow}/draft', { params, body: { text } }));
  const { hash } = await unwrap(client.POST('/v1/flows/{flow}/publish', { params }));
  await unwrap(client.PUT('/v1/flows/{flow}/default', { params, body: { hash } }));
  const settings = { allowedOrigins: ['self'], showJournal: false };
  const connection = { connection: 'desk', channel: 'web-chat' as const, flow: 'bank-transfer', settings, secrets: {} };
  await unwrap(client.POST('/v1/connections', { body: connection }));
  await unwrap(client.POST('/v1/conversations', { body: { connection: 'desk', text: 'what are the fees?' } }));
  return apiKey;
}

function probe(key: string, only: readonly string[]): Promise<number> {
  const words = [
    ...['--config-file', join(root, 'tools/schemathesis/schemathesis.toml'), 'run', `${parley.origin}/v1/openapi.json`],
    ...['--header', `Authorization: Bearer ${key}`, '--phases', 'examples,coverage,fuzzing'],
    ...['--max-examples', String(options.examples), '--continue-on-failure', '--no-color'],
    ...['--rate-limit', '150/s', '--suppress-health-check', 'all', '--warnings', 'off', ...only],
    ...(options.seed === undefined ? [] : ['--seed', options.seed]),
  ];
  return exitCodeOf(program, words);
}

async function run(command: string, words: readonly string[]): Promise<void> {
  const code = await exitCodeOf(command, words);
  if (code !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${code}.`);
}

function exitCodeOf(command: string, words: readonly string[]): Promise<number> {
  const child = spawn(command, words, { stdio: 'inherit', cwd: dataFolder });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
