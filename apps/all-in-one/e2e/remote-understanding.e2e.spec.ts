import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';

const folder = scratchFolder('remote-understanding');
const script = join(folder, 'model.json');
const flow = readFileSync(join(import.meta.dirname, 'remote-desk.flow.json'), 'utf8');
const thinksMs = 1_000;

/** The flow names a model: what is said is understood by it before the flow hears of it. */
describe('a flow that is understood by a model outside', () => {
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
    // What is said before the question was asked does not answer it.
    await untilReplies(visitor, 0);
    return visitor;
  };
  const greeting = ['Good morning.', 'What can I do for you?'];
  const replies = ({ messages }: WebVisitor): readonly string[] =>
    messages
      .filter(({ from }) => from === 'bot')
      .map(({ text }) => text)
      .slice(greeting.length);
  const untilReplies = (visitor: WebVisitor, count: number): Promise<unknown> =>
    visitor.until(
      () => visitor.messages.filter(({ from }) => from === 'bot').length >= greeting.length + count,
      20_000,
    );

  beforeAll(async () => {
    writeFileSync(
      script,
      JSON.stringify({
        'what does it cost?': { intent: 'fees', confidence: 0.9, afterMs: thinksMs },
        'when may I come?': { intent: 'hours', confidence: 0.8 },
        'think for ever': { intent: 'fees', afterMs: 60_000 },
      }),
    );
    await start(await freePort());
    api = (await TenantApi.createTenant(http, running.platformKey(), 'Desk')).api;
    await api.publish('remote-desk', flow);
    connection = await api.connect('remote-desk', [http.origin]);
  }, 60_000);

  afterAll(async () => {
    await http.close();
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('[E009] answers with what the model understood, and records it', async () => {
    const ann = await arrive();
    await ann.say('1', 'When may I come?');
    await untilReplies(ann, 1);
    expect(replies(ann)).toEqual(['We are open from nine to five.']);
    expect((await api.journal(ann.visit.conversation)).map(({ entry }) => entry)).toMatchObject([
      { stimulus: { body: { kind: 'opened' } } },
      { outcome: { kind: 'deferred' } },
      { stimulus: { body: { kind: 'result' } }, understanding: { intent: 'hours', confidence: 0.8 } },
    ]);
  });

  it('asks nobody what a label means', async () => {
    const ann = await arrive();
    await ann.say('1', 'fees');
    await untilReplies(ann, 1);
    expect(await api.journal(ann.visit.conversation)).toHaveLength(2);
  });

  it('answers two messages in the order in which they were sent, however long the first is thought about', async () => {
    const ann = await arrive();
    await ann.say('1', 'what does it cost?');
    await ann.say('2', 'when may I come?');
    await untilReplies(ann, 2);
    expect(replies(ann)).toEqual(['Transfers are free.', 'We are open from nine to five.']);
  });

  it('takes the ladder when the model does not answer in time', async () => {
    const ann = await arrive();
    await ann.say('1', 'think for ever');
    await untilReplies(ann, 1);
    expect(replies(ann)).toEqual(['I did not get that.']);
    await ann.say('2', 'when may I come?');
    await untilReplies(ann, 2);
    expect(replies(ann).at(-1)).toBe('We are open from nine to five.');
  }, 30_000);

  it('is refused at publish where the model is not offered', async () => {
    await expect(api.publish('remote-desk', flow.replace('"scripted"', '"wise"'))).rejects.toThrow('model-unknown');
  });

  it('loses nothing when the process is killed while the model thinks', async () => {
    const ann = await arrive();
    await ann.say('1', 'what does it cost?');
    await ann.say('2', 'when may I come?');
    await http.close();
    await running.kill();
    await start(Number(new URL(running.origin).port));
    const back = WebVisitor.resume(http, connection, ann.visit);
    await untilReplies(back, 2);
    expect(back.messages.map(({ from, text }) => `${from}: ${text}`)).toEqual([
      ...greeting.map((text) => `bot: ${text}`),
      'person: what does it cost?',
      'person: when may I come?',
      'bot: Transfers are free.',
      'bot: We are open from nine to five.',
    ]);
  }, 60_000);
});
