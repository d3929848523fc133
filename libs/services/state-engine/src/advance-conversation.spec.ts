import { OutcomeKind } from '@parley/contracts';
import { NodeSealing } from '@parley/local';
import { EntriesRefused, MemoryJournal, type CommitAnswer, type NewEntry } from '@parley/ports';
import { EngineWorld, isAdvanced, repliesOf, tenant } from './testing/engine-world.ts';

const rootKey = new Uint8Array(32).fill(3);

for (const riders of [true, false]) {
  describe(`a conversation with the bank, chat’s rows ${riders ? 'riding along' : 'recorded afterwards'}`, () => {
    const open = (): Promise<EngineWorld> =>
      EngineWorld.open({ config: { riders }, sealing: new NodeSealing(rootKey) });

    it('[E008] [E033] is answered, entry by entry, and its journal comes out the same when it is computed again', async () => {
      const world = await open();
      expect(await world.say('ann', 'transfer money')).toEqual(['Hello there. I can send money for you.', 'How much?']);
      expect(await world.say('ann', 'what are the fees?')).toEqual(['Transfers are free.', 'How much?']);
      expect(await world.say('ann', '5000')).toEqual(['To whom?']);
      expect(await world.say('ann', 'Bob')).toEqual(['Send 5000 to Bob?']);
      expect(await world.say('ann', 'no')).toEqual(['Cancelled. Nothing was sent.', 'Anything else?']);
      expect(await world.verify('ann')).toEqual([]);
      expect((await world.texts('ann')).slice(0, 3)).toEqual([
        'person: transfer money',
        'bot: Hello there. I can send money for you.',
        'bot: How much?',
      ]);
    });

    it('rule 2: offered again, a stimulus answers with what was recorded and changes nothing', async () => {
      const world = await open();
      const stimulus = await world.seal('ann', 'web:first', { kind: 'message', text: 'transfer money' });
      const [first] = await world.advance([stimulus]);
      await world.say('ann', '200');
      const [again] = await world.advance([stimulus]);
      expect(again).toEqual({ ...first, kind: OutcomeKind.DUPLICATE });
      expect(await world.journal('ann')).toHaveLength(2);
    });

    it('rule 4: numbers messages without a gap, the inbound first', async () => {
      const world = await open();
      for (const text of ['hi', 'what are the fees?', 'transfer money', '200']) await world.say('ann', text);
      const rows = await world.messages.after({ tenant, conversation: 'ann' }, 0, 100);
      expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
      const firstOfEach = rows.filter(({ seq }, index) => rows[index - 1]?.seq !== seq);
      expect(firstOfEach.every(({ from }) => from === 'person')).toBe(true);
    });

    it('rule 13: goes on in another process, from the head that it finds', async () => {
      const world = await open();
      const other = world.beside();
      expect(await world.say('ann', 'transfer money')).toContain('How much?');
      expect(await other.say('ann', '5000', 'web:b')).toEqual(['To whom?']);
      // This process still holds the old head in its cache; only the insert tells.
      expect(await world.say('ann', 'Bob')).toEqual(['Send 5000 to Bob?']);
      expect(await world.verify('ann')).toEqual([]);
    });

    it('rule 13: moved by two processes at once ends in one gapless order', async () => {
      const world = await open();
      const others = [world, world.beside(), world.beside(), world.beside()];
      await world.say('ann', 'hi');
      const sends = Array.from({ length: 24 }, (_, index) =>
        others[index % others.length]?.send('ann', `web:race${index}`, { kind: 'message', text: 'what are the fees?' }),
      );
      const outcomes = await Promise.all(sends);
      expect(outcomes.every((outcome) => outcome !== undefined && isAdvanced(outcome))).toBe(true);
      expect((await world.journal('ann')).map((entry) => entry?.seq)).toEqual(
        Array.from({ length: 25 }, (_, n) => n + 1),
      );
      expect(await world.verify('ann')).toEqual([]);
    });

    it('rule 9: seals what was said, everywhere', async () => {
      const world = await open();
      await world.say('ann', 'send 4321 to Rumpelstilzchen');
      const stored = JSON.stringify(
        [...world.store.entries.values(), ...world.store.snapshots.values()],
        // Looked at before JSON makes a list of numbers of a Buffer.
        function (this: Record<string, unknown>, key: string, value: unknown) {
          const raw = this[key];
          return raw instanceof Uint8Array ? Buffer.from(raw).toString('latin1') : value;
        },
      );
      expect(stored).toContain('ann');
      expect(stored).not.toContain('Rumpelstilzchen');
      expect(stored).not.toContain('4321');
    });
  });
}

describe('a batch', () => {
  it('rule 15: moves many conversations in one commit and one read of heads', async () => {
    const commits: number[] = [];
    const reads: number[] = [];
    const world = await EngineWorld.open();
    const journal = new (class extends MemoryJournal {
      override commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
        commits.push(entries.length);
        return super.commit(entries);
      }
      override heads(refs: Parameters<MemoryJournal['heads']>[0]): ReturnType<MemoryJournal['heads']> {
        reads.push(refs.length);
        return super.heads(refs);
      }
    })(world.store);
    const engine = world.beside({ ports: { journal } });
    const say = (n: number, text: string) => engine.seal(`c${n}`, `web:${text}`, { kind: 'message', text });
    const numbers = Array.from({ length: 64 }, (_, n) => n);
    const first = await engine.advance(await Promise.all(numbers.map((n) => say(n, 'transfer money'))));
    const second = await engine.advance(await Promise.all(numbers.map((n) => say(n, '200'))));
    expect(first.every(isAdvanced) && second.every(isAdvanced)).toBe(true);
    expect(second.map((outcome) => repliesOf(outcome))).toEqual(numbers.map(() => ['To whom?']));
    expect(commits).toEqual([64, 64]);
    // The second time every head is remembered.
    expect(reads).toEqual([64]);
  });

  it('rule 11: of new, repeated and raced stimuli answers each with what the journal holds', async () => {
    const world = await EngineWorld.open();
    const other = world.beside();
    await world.say('raced', 'hi');
    const repeated = await world.seal('repeated', 'web:r', { kind: 'message', text: 'hi' });
    await world.advance([repeated]);
    await other.say('raced', 'what are the fees?', 'web:other');
    const outcomes = await world.advance([
      await world.seal('new', 'web:n', { kind: 'message', text: 'hi' }),
      repeated,
      await world.seal('raced', 'web:x', { kind: 'message', text: 'transfer money' }),
    ]);
    expect(outcomes.map(({ kind, seq }) => [kind, seq])).toEqual([
      [OutcomeKind.ADVANCED, 1],
      [OutcomeKind.DUPLICATE, 1],
      [OutcomeKind.ADVANCED, 3],
    ]);
  });

  it('rule 3: refuses two stimuli of one conversation', async () => {
    const world = await EngineWorld.open();
    const stimuli = await Promise.all(
      ['web:1', 'web:2'].map((id) => world.seal('ann', id, { kind: 'message', text: 'hi' })),
    );
    await expect(world.advance(stimuli)).rejects.toMatchObject({
      status: 'INVALID_ARGUMENT',
      code: 'advance.repeated',
    });
  });

  it('rule 19: rejects when the store is in trouble, and nothing is remembered of it', async () => {
    const world = await EngineWorld.open();
    let isDown = true;
    const journal = new (class extends MemoryJournal {
      override commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
        return isDown ? Promise.reject(new Error('connection refused')) : super.commit(entries);
      }
    })(world.store);
    const engine = world.beside({ ports: { journal } });
    const stimulus = await engine.seal('ann', 'web:1', { kind: 'message', text: 'hi' });
    await expect(engine.advance([stimulus])).rejects.toMatchObject({
      status: 'UNAVAILABLE',
      code: 'engine.unavailable',
    });
    isDown = false;
    expect((await engine.advance([stimulus])).map(({ kind, seq }) => [kind, seq])).toEqual([[OutcomeKind.ADVANCED, 1]]);
  });

  it('rule 11: heals a commit whose answer was lost', async () => {
    const world = await EngineWorld.open();
    let isCut = true;
    const journal = new (class extends MemoryJournal {
      override async commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
        const answers = await super.commit(entries);
        if (isCut) throw new Error('the line was cut after the commit');
        return answers;
      }
    })(world.store);
    const engine = world.beside({ ports: { journal } });
    const stimulus = await engine.seal('ann', 'web:1', { kind: 'message', text: 'hi' });
    await expect(engine.advance([stimulus])).rejects.toMatchObject({ status: 'UNAVAILABLE' });
    isCut = false;
    const [again] = await engine.advance([stimulus]);
    expect(again).toMatchObject({ kind: OutcomeKind.DUPLICATE, seq: 1 });
    expect(repliesOf(again)).toContain('Hello there. I can send money for you.');
  });
});

describe('a stimulus that always fails', () => {
  it('rule 19: that killed the process is recorded as failed the fifth time, in its place, and the conversation goes on', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'transfer money');
    const killer = await world.seal('ann', 'web:killer', { kind: 'message', text: '200' });
    const [outcome] = await world.advance([{ ...killer, attempt: 5 }]);
    expect(outcome).toMatchObject({
      kind: OutcomeKind.ADVANCED,
      recorded: 'failed',
      code: 'stimulus.kills-the-process',
    });
    expect(await world.texts('ann')).toContain('person: 200');
    expect(await world.say('ann', '300')).toEqual(['To whom?']);
    expect(await world.verify('ann')).toEqual([]);
  });

  it('rule 19: that killed it four times is tried once more', async () => {
    const world = await EngineWorld.open();
    const stimulus = await world.seal('ann', 'web:1', { kind: 'message', text: 'hi' });
    expect(await world.advance([{ ...stimulus, attempt: 4 }])).toMatchObject([{ recorded: 'taken' }]);
  });

  it('rule 19: that the store can never take is recorded as failed, and its batch goes its way', async () => {
    const world = await EngineWorld.open();
    const journal = new (class extends MemoryJournal {
      override async commit(entries: readonly NewEntry[]): Promise<readonly CommitAnswer[]> {
        const refused = entries.filter(({ eventId, outcome }) => eventId === 'web:bad' && outcome !== 'failed');
        const answers = await super.commit(entries.filter((entry) => !refused.includes(entry)));
        if (refused.length === 0) return answers;
        const all = entries.map((entry) => (refused.includes(entry) ? 'refused' : (answers[0] ?? 'absent')));
        throw new EntriesRefused(
          refused.map((entry) => ({ ...entry, reason: 'row too large' })),
          all,
        );
      }
    })(world.store);
    const engine = world.beside({ ports: { journal } });
    const outcomes = await engine.advance([
      await engine.seal('ann', 'web:good', { kind: 'message', text: 'hi' }),
      await engine.seal('bob', 'web:bad', { kind: 'message', text: 'hi' }),
    ]);
    expect(outcomes.map(({ recorded, code }) => [recorded, code])).toEqual([
      ['taken', ''],
      ['failed', 'entry.refused-by-store'],
    ]);
    expect(await engine.verify('bob')).toEqual([]);
  });

  it('rule 19: whose seal is broken is recorded as failed', async () => {
    const world = await EngineWorld.open();
    const stimulus = await world.seal('ann', 'web:1', { kind: 'message', text: 'hi' });
    const changed = Uint8Array.from(stimulus.sealed, (byte, index) => (index === 20 ? byte ^ 1 : byte));
    const [outcome] = await world.advance([{ ...stimulus, sealed: changed }]);
    expect(outcome).toMatchObject({ recorded: 'failed', code: 'stimulus.unreadable' });
    expect(await world.verify('ann')).toEqual([]);
  });

  it('on a connection without a published flow is recorded as failed, and the next message begins', async () => {
    const world = await EngineWorld.open();
    const { flows } = world.ports;
    let isPublished = false;
    const gated = {
      defaultVersion: (...args: Parameters<typeof flows.defaultVersion>) =>
        isPublished ? flows.defaultVersion(...args) : Promise.resolve(null),
    };
    const engine = world.beside({
      ports: { flows: Object.assign(Object.create(flows) as typeof flows, gated) },
      config: { defaultVersionAgeMs: 1 },
    });
    const first = await engine.send('ann', 'web:1', { kind: 'message', text: 'hi' });
    expect(first).toMatchObject({ recorded: 'failed', code: 'flow.none-published' });
    expect(repliesOf(first)).toEqual(['Sorry, something went wrong on our side. Please try again.']);
    isPublished = true;
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(repliesOf(await engine.send('ann', 'web:2', { kind: 'message', text: 'hi' }))).toContain(
      'Hello there. I can send money for you.',
    );
    expect(await engine.verify('ann')).toEqual([]);
  });
});

describe('a conversation that a newer engine moved', () => {
  it('rule 12: is left to it', async () => {
    const world = await EngineWorld.open();
    await world.say('ann', 'hi');
    const journal = new (class extends MemoryJournal {
      override async heads(refs: Parameters<MemoryJournal['heads']>[0]): ReturnType<MemoryJournal['heads']> {
        const heads = await super.heads(refs);
        return Promise.all(heads.map(async (head) => ({ ...head, snapshot: await newer(world, head.snapshot) })));
      }
    })(world.store);
    const engine = world.beside({ ports: { journal } });
    const outcome = await engine.send('ann', 'web:2', { kind: 'message', text: 'hi' });
    expect(outcome.kind).toBe(OutcomeKind.NOT_MINE_YET);
    expect(await world.journal('ann')).toHaveLength(1);
  });
});

async function newer(world: EngineWorld, snapshot: { seq: number; generation: number; sealed: Uint8Array }) {
  const ref = { tenant, conversation: 'ann' };
  const context = `snapshot:${tenant}:ann:${snapshot.seq}`;
  const key = await world.ports.keyring.open(ref, snapshot.generation);
  if (key === null) throw new Error('no key');
  const bytes = world.ports.sealing.open(key, snapshot.sealed, context);
  const state = JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array(0))) as object;
  const sealed = world.ports.sealing.seal(
    key,
    new TextEncoder().encode(JSON.stringify({ ...state, version: 2 })),
    context,
  );
  return { ...snapshot, sealed };
}
