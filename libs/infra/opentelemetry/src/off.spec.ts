import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { MemoryEventLog } from '@parley/ports';
import { build } from 'esbuild';
import { readTelemetryConfig, startTelemetry } from './index.ts';

const root = join(import.meta.dirname, '../../../..');
const off = { traces: false, metrics: null };

describe('where nothing is to be sent', () => {
  it('every hook is absent, and every decorator answers what it was given', async () => {
    const telemetry = await startTelemetry({ service: 'spec', instance: '1', config: off });
    const log = new MemoryEventLog();
    expect(telemetry.log(log, { system: 'kafka', topic: 't', carries: true })).toBe(log);
    const { context, request, inject, around } = telemetry;
    expect({ context, request, inject, around }).toEqual({});
    await telemetry.stop();
  });

  it('a bundled program loads no SDK, and loads it where it is to be sent', async () => {
    // Beside the repository's node_modules, as dist is.
    const folder = await mkdtemp(join(root, 'dist-spec-'));
    try {
      await writeFile(join(folder, 'main.ts'), program);
      await build({
        ...{ entryPoints: [join(folder, 'main.ts')], outdir: join(folder, 'out'), bundle: true, splitting: true },
        ...{ platform: 'node', format: 'esm', target: 'node20', logLevel: 'silent', packages: 'bundle' },
        external: ['@opentelemetry/*', 'prom-client', 'pg', 'zod', 'lru-cache'],
        tsconfig: join(root, 'tsconfig.base.json'),
        outExtension: { '.js': '.mjs' },
      });
      const run = async (env: Readonly<Record<string, string>>): Promise<string> =>
        (
          await promisify(execFile)(process.execPath, [join(folder, 'out/main.mjs')], { env: { ...env } })
        ).stdout.trim();
      expect(await run({})).toBe('0');
      expect(Number(await run({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' }))).toBeGreaterThan(10);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 60_000);
});

/** Counts what `require` has loaded: the SDK is CommonJS. (prom-client itself takes the API, which does nothing.) */
const program = `
import { createRequire } from 'node:module';
import { readTelemetryConfig, startTelemetry } from '@parley/opentelemetry';
const read = readTelemetryConfig(process.env);
if (!read.ok) throw new Error('wrong settings');
await startTelemetry({ service: 'spec', instance: '1', config: read.config });
const loaded = Object.keys(createRequire(import.meta.url).cache).filter((path) => /@opentelemetry[/](?!api[/])/.test(path));
console.log(loaded.length);
process.exit(0);
`;

describe('the variables of OpenTelemetry', () => {
  it('ask for nothing when none is set, or when it is disabled', () => {
    expect(readTelemetryConfig({})).toEqual({ ok: true, config: off });
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
    expect(readTelemetryConfig({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toEqual({ ok: true, config: off });
    expect(readTelemetryConfig({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toMatchObject({
      config: { traces: false, metrics: { protocol: 'http/protobuf', everyMs: 60_000 } },
    });
  });

  it('are all read at once, and name what is wrong', () => {
    const read = readTelemetryConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'smoke',
      OTEL_TRACES_SAMPLER_ARG: '10%',
    });
    expect(read).toMatchObject({ ok: false });
    if (!read.ok)
      expect(read.problems.map((problem) => problem.split(':')[0])).toEqual([
        'OTEL_EXPORTER_OTLP_ENDPOINT',
        'OTEL_EXPORTER_OTLP_PROTOCOL',
        'OTEL_TRACES_SAMPLER_ARG',
      ]);
  });
});
