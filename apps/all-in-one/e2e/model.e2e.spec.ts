import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';
import { readParleyConfig } from '../src/index.ts';

const folder = scratchFolder('model');
const script = join(folder, 'model.json');
const flow = readFileSync(join(import.meta.dirname, 'model-desk.flow.json'), 'utf8');
const thinksMs = 1_000;

/** Every message of the flow is understood by a model, as a durable operation. */
describe('understanding by a model', () => {
  let running: ParleyProcess;
  let http: HttpClient;
  let api: TenantApi;
  let connection: string;

  const start = async (port: number): Promise<void> => {
    const env = { PARLEY_SCRIPTED_MODEL: script };
    running = await ParleyProcess.start({ dataFolder: join(folder, 'data'), port, env });
    http = new HttpClient(running.origin);
  };
  const arrive = async (): Promise<WebVisitor> => {
    const visitor = await WebVisitor.arrive(http, connection);
    await visitor.opened();
    return visitor;
  };
  const replies = ({ messages }: WebVisitor): readonly string[] =>
    messages.filter(({ from }) => from === 'bot').map(({ text }) => text);
  const untilReplies = (visitor: WebVisitor, count: number): Promise<unknown> =>
    visitor.until(() => replies(visitor).length >= count, 20_000);

  beforeAll(async () => {
    writeFileSync(
      script,
      JSON.stringify({
        'what does it cost?': { intent: 'fees', confidence: 0.9, afterMs: thinksMs },
        'when may I come?': { intent: 'hours', confidence: 0.8, alternatives: [{ intent: 'fees', confidence: 0.1 }] },
        'hm, costs?': { intent: 'fees', confidence: 0.3 },
        'think for ever': { intent: 'fees', afterMs: 60_000 },
        'break down': { fails: 'out of order' },
      }),
    );
    await start(await freePort());
    api = (await TenantApi.createTenant(http, running.platformKey(), 'Desk')).api;
    await api.publish('model-desk', flow);
    connection = await api.connect('model-desk', [http.origin]);
  }, 60_000);

  afterAll(async () => {
    await http.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('asks it outside of the turn, and its answer is an entry of its own', async () => {
    const ann = await arrive();
    await ann.say('1', 'When may I come?');
    await untilReplies(ann, 2);
    expect(replies(ann)).toEqual(['What can I do for you?', 'We are open from nine to five.']);
    const journal = await api.journal(ann.visit.conversation);
    expect(journal.map(({ entry }) => entry?.stimulus.body)).toMatchObject([
      { kind: 'opened' },
      { kind: 'message' },
      {
        kind: 'result',
        outcome: 'done',
        attempt: 1,
        value: { intent: 'hours', confidence: 0.8, alternatives: [{ intent: 'fees', confidence: 0.1 }] },
      },
    ]);
  });

  it('defers what is said while the model thinks, and answers it after, in order', async () => {
    const ann = await arrive();
    const began = performance.now();
    await ann.say('1', 'what does it cost?');
    await ann.say('2', 'when may I come?');
    await ann.say('3', 'hm, costs?');
    expect(performance.now() - began).toBeLessThan(thinksMs);
    await untilReplies(ann, 4);
    expect(performance.now() - began).toBeGreaterThanOrEqual(thinksMs);
    expect(replies(ann).slice(1)).toEqual([
      'Transfers are free.',
      'We are open from nine to five.',
      'I did not get that.',
    ]);
    const outcomes = (await api.journal(ann.visit.conversation))
      .filter(({ entry }) => entry?.stimulus.body.kind === 'message')
      .map(({ entry }) => entry?.outcome.kind);
    expect(outcomes).toEqual(['taken', 'deferred', 'deferred']);
  });

  it('falls back as the flow says when the model does not answer in time, or breaks down', async () => {
    const [slow, broken] = await Promise.all([arrive(), arrive()]);
    await Promise.all([slow.say('1', 'think for ever'), broken.say('1', 'break down')]);
    await Promise.all([untilReplies(slow, 2), untilReplies(broken, 2)]);
    for (const visitor of [slow, broken]) {
      expect(replies(visitor).at(-1)).toBe('I did not get that.');
      const last = (await api.journal(visitor.visit.conversation)).at(-1)?.entry?.stimulus.body;
      expect(last).toMatchObject({ kind: 'result', outcome: 'unknown', attempt: 2 });
      await visitor.say('2', 'when may I come?');
      await untilReplies(visitor, 3);
      expect(replies(visitor).at(-1)).toBe('We are open from nine to five.');
    }
  }, 30_000);

  it('loses nothing when the process is killed while the model thinks: it is asked again, what waited is answered', async () => {
    const ann = await arrive();
    await ann.say('1', 'what does it cost?');
    await ann.say('2', 'when may I come?');
    await http.close();
    await running.kill();
    await start(Number(new URL(running.origin).port));
    const back = WebVisitor.resume(http, connection, ann.visit);
    await untilReplies(back, 3);
    expect(back.messages.map(({ from, text }) => `${from}: ${text}`)).toEqual([
      'bot: What can I do for you?',
      'person: what does it cost?',
      'person: when may I come?',
      'bot: Transfers are free.',
      'bot: We are open from nine to five.',
    ]);
  }, 60_000);
});

describe('the scripted model', () => {
  it('is refused in production, beside every other fault', () => {
    const environment = { PARLEY_SCRIPTED_MODEL: script, PORT: '99999' };
    expect(readParleyConfig(environment)).toMatchObject({ ok: false, problems: [expect.stringContaining('PORT')] });
    expect(readParleyConfig({ ...environment, NODE_ENV: 'production' })).toEqual({
      ok: false,
      problems: [
        expect.stringContaining('PORT'),
        'PARLEY_SCRIPTED_MODEL: is for tests and refused with NODE_ENV=production.',
      ],
    });
  });

  it('says what its file must hold', async () => {
    const dataFolder = scratchFolder('no-model');
    const refused = ParleyProcess.launch({
      dataFolder,
      port: await freePort(),
      env: { PARLEY_SCRIPTED_MODEL: join(import.meta.dirname, 'model-desk.flow.json') },
    });
    await refused.gone();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(refused.output).toContain('PARLEY_SCRIPTED_MODEL names no script');
    expect(refused.output).not.toContain('    at ');
    rmSync(dataFolder, { recursive: true, force: true });
  });
});
