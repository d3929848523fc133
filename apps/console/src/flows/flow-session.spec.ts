import { createParleyClient } from '@parley/client';
import { placeProblems, readFlow } from '../language/read-flow.ts';
import { FlowSession } from './flow-session.ts';
import { flowTemplate } from './flow-template.ts';
import { isUnsaved } from './flow-state.ts';

const FIRST = flowTemplate('desk');
const SECOND = FIRST.replace('Goodbye.', 'See you.');
const pauses = { beforeReading: 0, beforeAsking: 0 };

/** The flows of a server, as far as one flow needs it. */
class FlowServer {
  draft = FIRST;
  version = 1;
  defaultText: string | null = null;
  isDown = false;
  readonly published: string[] = [];

  readonly fetch = async (request: Request): Promise<Response> => {
    if (this.isDown) throw new TypeError('fetch failed');
    const path = new URL(request.url).pathname.replace('/v1/flows/desk', '');
    const body = (await request.json().catch(() => ({}))) as { text?: string };
    switch (`${request.method} ${path}`) {
      case 'GET ':
        return this.answer({ flow: 'desk', draft: this.draft, draftSavedAt: 1, defaultVersion: this.defaultVersion() });
      case 'PUT /draft': {
        const wanted = request.headers.get('if-match');
        if (wanted !== null && wanted !== `"${this.version}"`) return this.refuse(412, 'precondition.failed');
        this.save(body.text ?? '');
        return this.answer({ hash: 'h', savedAt: 1 });
      }
      case 'POST /publish':
        this.published.push(this.draft);
        return this.answer({ hash: hashOf(this.draft), publishedAt: 1, problems: [] });
      case 'PUT /default':
        this.defaultText = this.published.at(-1) ?? null;
        this.version += 1;
        return this.answer({ hash: 'h' });
      default:
        return this.answer({ ok: true, hash: 'h', problems: readFlow(body.text ?? '').problems });
    }
  };

  save(text: string): void {
    this.draft = text;
    this.version += 1;
  }

  private defaultVersion() {
    const text = this.defaultText;
    return text === null ? null : { hash: hashOf(text), publishedAt: 1, archivedAt: null, text };
  }

  private answer(content: object): Response {
    return new Response(JSON.stringify(content), { headers: { etag: `"${this.version}"` } });
  }

  private refuse(status: number, code: string): Response {
    return new Response(JSON.stringify({ code, status, detail: '', title: '', type: '' }), { status });
  }
}

const hashOf = (text: string): string => (text === FIRST ? '1' : '2').repeat(64);

async function opened(): Promise<{ readonly server: FlowServer; readonly session: FlowSession }> {
  const server = new FlowServer();
  const client = createParleyClient({ url: 'http://parley.test', apiKey: 'pk_x', fetch: server.fetch });
  const reader = {
    read: (text: string) => Promise.resolve(readFlow(text)),
    place: (text: string, problems: Parameters<typeof placeProblems>[1]) =>
      Promise.resolve(placeProblems(text, problems)),
  };
  const session = new FlowSession(client, reader, 'desk', pauses);
  await session.load();
  await settled(session);
  return { server, session };
}

async function settled(session: FlowSession): Promise<void> {
  for (let round = 0; round < 200 && ['typing', 'asking'].includes(session.current.checking); round += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a flow that is being changed', () => {
  it('is saved, published and made the default in one go, and says so', async () => {
    const { server, session } = await opened();
    session.edit(SECOND);
    await settled(session);
    expect(await session.publish(true)).toBe(true);
    expect([server.draft, server.published, server.defaultText]).toEqual([SECOND, [SECOND], SECOND]);
    expect(session.current.notice?.text).toContain('New conversations run it; live ones keep theirs.');
    expect(isUnsaved(session.current)).toBe(false);
  });

  it('is published without becoming the default where that is not wanted', async () => {
    const { server, session } = await opened();
    expect(await session.publish(false)).toBe(true);
    expect([server.published, server.defaultText]).toEqual([[FIRST], null]);
  });

  it('is not published while it has an error, and nothing is sent', async () => {
    const { server, session } = await opened();
    session.edit(FIRST.replace('"next": "menu"', '"next": "nowhere"'));
    await settled(session);
    expect(await session.publish(true)).toBe(false);
    expect([server.published, server.draft]).toEqual([[], FIRST]);
    expect(session.current.notice).toMatchObject({ tone: 'bad' });
  });

  it('keeps the drawing of the last text without an error, and says that it is old', async () => {
    const { session } = await opened();
    const { scene } = session.current;
    session.edit('{');
    await settled(session);
    expect(session.current.scene).toBe(scene);
    expect(session.current.isSceneOld).toBe(true);
  });

  it('overwrites nobody: what another saved meanwhile is a question, and the own text stays', async () => {
    const { server, session } = await opened();
    session.edit(SECOND);
    server.save('{ "theirs": true }');
    expect(await session.save()).toBe(false);
    expect(session.current).toMatchObject({ text: SECOND, conflict: { text: '{ "theirs": true }' } });
    expect(server.draft).toBe('{ "theirs": true }');
    session.keepOwn();
    expect(await session.save()).toBe(true);
    expect(server.draft).toBe(SECOND);
  });

  it('takes theirs where that is chosen', async () => {
    const { server, session } = await opened();
    session.edit(SECOND);
    server.save('{}');
    await session.save();
    const { revision } = session.current;
    session.takeTheirs();
    expect(session.current).toMatchObject({ text: '{}', savedText: '{}', conflict: null });
    expect(session.current.revision).toBeGreaterThan(revision);
  });

  it('is saved although the default was changed meanwhile: that is no conflict of texts', async () => {
    const { server, session } = await opened();
    session.edit(SECOND);
    server.version += 1;
    expect(await session.save()).toBe(true);
    expect(server.draft).toBe(SECOND);
  });

  it('loses nothing while the server is away', async () => {
    const { server, session } = await opened();
    server.isDown = true;
    session.edit(SECOND);
    await settled(session);
    expect(session.current.checking).toBe('unreachable');
    expect(await session.save()).toBe(false);
    expect(session.current).toMatchObject({
      text: SECOND,
      notice: { text: 'Parley cannot be reached. Is it running? Try again.' },
    });
    server.isDown = false;
    expect(await session.save()).toBe(true);
  });

  it('puts back what was typed and not saved, and asks where the draft has moved on', async () => {
    const { server, session } = await opened();
    await session.load({ text: SECOND, savedText: FIRST });
    expect(session.current).toMatchObject({ text: SECOND, savedText: FIRST, conflict: null });
    server.save('{}');
    await session.load({ text: SECOND, savedText: FIRST });
    expect(session.current).toMatchObject({ text: SECOND, conflict: { text: '{}' } });
  });
});
