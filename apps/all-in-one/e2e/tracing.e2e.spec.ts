import { rm } from 'node:fs/promises';
import type { ReceivedSpan } from '@parley/opentelemetry/testing';
import { OtlpCollector } from '@parley/opentelemetry/testing';
import type { TestDatabase } from '@parley/postgres/testing';
import { testDatabase } from '@parley/postgres/testing';
import { freePort, HttpClient, ParleyProcess, scratchFolder, WebVisitor } from '@parley/testing';

let scratch: string;
let database: TestDatabase;
let collector: OtlpCollector;
let parley: ParleyProcess;
let http: HttpClient;

beforeAll(async () => {
  scratch = scratchFolder('tracing');
  [database, collector] = await Promise.all([testDatabase(), OtlpCollector.start()]);
  const { connectionString, host = '', port, user, database: name } = database.address;
  const env = {
    ...collector.env,
    DATABASE_URL: connectionString ?? `postgresql://${user}@${encodeURIComponent(host)}:${port}/${name}`,
    DURABILITY: 'dev',
    PARLEY_LOG: 'warn,json',
  };
  parley = await ParleyProcess.start({ dataFolder: scratch, port: await freePort(), env });
  http = new HttpClient(parley.origin);
}, 60_000);
afterAll(async () => {
  await http.close();
  await parley.stop();
  await Promise.all([database.drop(), collector.close(), rm(scratch, { recursive: true, force: true })]);
});

interface Journal {
  readonly entries: readonly {
    readonly traceId: string | null;
    readonly entry: { readonly messages: readonly object[] };
  }[];
}

const secretWords = 'send 200 to Zanzibara';
const inTrace = (traceId: string): readonly ReceivedSpan[] =>
  collector.spans.filter((span) => span.traceId === traceId);

async function until(isThere: () => boolean): Promise<void> {
  for (let tries = 0; !isThere(); tries += 1) {
    if (tries > 500) throw new Error('it did not come');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const stop = 'alter function parley.commit_entries rename to commit_entries_away';
const goOn = 'alter function parley.commit_entries_away rename to commit_entries';

describe('a message of a visitor', () => {
  it('is one trace from its request to the replies: also in the journal, and in what the log says of it', async () => {
    const ann = await WebVisitor.arrive(http, 'demo');
    // The database refuses at first, so that the log has something to say.
    await database.asAdmin(stop);
    await ann.say('1', secretWords);
    await until(() => parley.output.includes('advance.unavailable'));
    await database.asAdmin(goOn);
    await ann.until((messages) => messages.some(({ text }) => text.includes('Anything else?')));

    const path = `/channels/web-chat/demo/journal?after=0`;
    const journal = (await http.call('GET', path, undefined, { token: ann.visit.token })).content as Journal;
    const traceId = journal.entries[0]?.traceId ?? 'none';
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    // The transfer's result came back through the log, in the same trace.
    expect(journal.entries.map((entry) => entry.traceId)).toEqual(journal.entries.map(() => traceId));
    expect(journal.entries.length).toBeGreaterThan(1);

    const said = parley.output.split('\n').find((line) => line.includes('advance.unavailable')) ?? '{}';
    expect(JSON.parse(said)).toMatchObject({ trace: traceId, conversation: ann.visit.conversation });

    const wanted = [
      'POST /channels/:channel/:connection/:path',
      'send message.inbound.v1',
      'process message.inbound.v1',
      'parley.state_engine.v1.StateEngineService/Advance',
      'select commit_entries',
      'call demo-bank.transfer',
      'deliver web-chat',
    ];
    const isAll = (): boolean => wanted.every((name) => inTrace(traceId).some((span) => span.name === name));
    await collector.until(isAll);
    const [request] = inTrace(traceId).filter(({ parentSpanId }) => !parentSpanId);
    expect(request?.name).toBe('POST /channels/:channel/:connection/:path');
    const spans = new Set(inTrace(traceId).map(({ spanId }) => spanId));
    const orphans = inTrace(traceId).filter((span) => span !== request && !spans.has(span.parentSpanId ?? ''));
    expect(orphans.map(({ name }) => name)).toEqual([]);
  }, 60_000);

  it('leaves nothing of its words in what is sent', () => {
    expect(collector.raw).toContain('deliver web-chat');
    for (const word of [secretWords, 'Zanzibara', 'Anything else?']) expect(collector.raw).not.toContain(word);
  });
});

describe('a request', () => {
  it('that is refused tells the trace of its caller, and nothing that the caller wrote is sent', async () => {
    const traceId = 'c'.repeat(32);
    const headers = { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` };
    const answer = await http.call('GET', '/nowhere/secret-path?token=secret-query', undefined, { headers });
    expect(answer).toMatchObject({ status: 404, content: { code: 'route.unknown', traceId } });
    await collector.until(() => inTrace(traceId).length === 1);
    expect(inTrace(traceId)).toMatchObject([{ name: 'GET', parentSpanId: 'd'.repeat(16) }]);
    expect(collector.raw).not.toContain('secret-');
  });

  it('to addresses that are not there, however many, makes no new series', async () => {
    const series = async (): Promise<number> =>
      String((await http.call('GET', '/metrics')).content)
        .split('\n')
        .filter((line) => line.startsWith('parley_')).length;
    await http.call('GET', '/nowhere/0');
    await series();
    const before = await series();
    await Promise.all(Array.from({ length: 200 }, (_, n) => http.call('GET', `/nowhere/${n}?tenant=t${n}`)));
    expect(await series()).toBe(before);
  });
});
