import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ServiceFault } from '@parley/contracts';
import { ERROR_CODES, GRPC_STATUS, HTTP_STATUS, type ErrorRow } from './error-codes.ts';
import { faultOfCode, problemBody, problemOfFault } from './problem.ts';

const ROOT = join(import.meta.dirname, '../../..');
const codes: Readonly<Record<string, ErrorRow>> = ERROR_CODES;

function filesUnder(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file) && !/(^|\/)(node_modules|dist|gen)\//.test(file))
    .map((file) => join(ROOT, folder, file));
}

/** Every (status, code) that these sources answer with. */
function used(sources: readonly string[], pattern: RegExp): readonly (readonly [string, string])[] {
  return sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, status, code]) => [status!, code!] as const),
  );
}

describe('the table of error codes', () => {
  const sources = [...filesUnder('libs', /(?<!\.spec)\.ts$/), ...filesUnder('apps', /(?<!\.spec)\.tsx?$/)];

  it('lists every fault that a service throws, with its status', () => {
    const faults = used(sources, /new ServiceFault\(\s*'([A-Z_]+)',\s*'([^']+)'/g);
    expect(faults.length).toBeGreaterThan(10);
    expect(faults.filter(([status, code]) => codes[code]?.status !== status)).toEqual([]);
  });

  it('lists every refusal of the gateway, with its HTTP status', () => {
    const faults = used(sources, /new GatewayFault\(\s*(\d+),\s*'([^']+)'/g);
    expect(faults.length).toBeGreaterThan(5);
    expect(faults.filter(([http, code]) => `${codes[code]?.http}` !== http)).toEqual([]);
  });

  it('lists every code that the contracts name, with its status', () => {
    const named = used(filesUnder('proto', /\.proto$/), /\b([A-Z_]{5,}) `([a-z-]+\.[a-z-]+)`/g);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter(([status, code]) => codes[code]?.status !== status)).toEqual([]);
  });

  it('lists every refusal of a channel', () => {
    const parsers = used(filesUnder('libs/channels', /(?<!\.spec)\.ts$/), /\b(refused)\(\s*'([a-z-]+\.[a-z-]+)'/g);
    expect(parsers.length).toBeGreaterThan(0);
    expect(parsers.map(([, code]) => code).filter((code) => !Object.hasOwn(codes, code))).toEqual([]);
  });

  it('says what and why in small letters', () => {
    expect(Object.keys(codes).filter((code) => !/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(code))).toEqual([
      'internal',
    ]);
  });

  it('gives each status one number on the wire', () => {
    expect(new Set(Object.values(GRPC_STATUS)).size).toBe(Object.keys(HTTP_STATUS).length);
  });
});

describe('a problem body', () => {
  it('has the members of RFC 9457, a stable code and the trace', () => {
    expect(
      problemBody({ status: 404, code: 'connection.unknown', detail: 'There is no such connection.', traceId: 'abc' }),
    ).toEqual({
      type: 'urn:parley:problem:connection.unknown',
      title: 'Not found',
      status: 404,
      code: 'connection.unknown',
      detail: 'There is no such connection.',
      traceId: 'abc',
    });
  });

  it('tells of a fault what the service said', () => {
    const fault = new ServiceFault('ALREADY_EXISTS', 'tenant.exists', 'There is such a tenant.');
    expect(problemOfFault(fault)).toMatchObject({
      status: 409,
      code: 'tenant.exists',
      detail: 'There is such a tenant.',
    });
  });

  it('has the HTTP status of its code, where gRPC has none of its own', () => {
    expect(problemOfFault(faultOfCode('body.too-large', 'A body may hold 256 kB.')).status).toBe(413);
    expect(problemOfFault(faultOfCode('route.unknown', 'There is nothing here.')).status).toBe(404);
  });

  it('of a code that nobody listed is our own fault', () => {
    expect(problemOfFault(faultOfCode('no-such.code', 'x'))).toMatchObject({ status: 500, code: 'internal' });
    expect(problemOfFault(faultOfCode('constructor', 'x'))).toMatchObject({ status: 500, code: 'internal' });
  });

  it('tells of our own errors nothing but that they are ours', () => {
    const body = JSON.stringify(problemOfFault(new Error('password of the database is hunter2'), 'abc'));
    expect(body).not.toContain('hunter2');
    expect(JSON.parse(body)).toMatchObject({ status: 500, code: 'internal', traceId: 'abc' });
  });
});
