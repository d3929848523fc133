import type { ValueMap } from '@parley/expression';
import type { Integration, IntegrationAnswer } from './integration.ts';

export interface IntegrationSubject {
  readonly name: string;
  open(): Promise<IntegrationCase>;
}

export interface IntegrationCase {
  readonly integration: Integration;
  /** An operation that has an effect, and an input that it takes. */
  readonly operation: string;
  readonly input: ValueMap;
  /** How often the effect happened on the far side. */
  effects(): Promise<number>;
  /** The next call meets a far side that does not answer. */
  silence(): void | Promise<void>;
  close(): Promise<void>;
}

export function integrationSuite(subject: IntegrationSubject): void {
  describe(`an operation of ${subject.name}`, () => {
    let world: IntegrationCase;
    beforeEach(async () => {
      world = await subject.open();
    });
    afterEach(() => world.close());

    const call = (
      over: { operation?: string; input?: ValueMap; key?: string; signal?: AbortSignal } = {},
    ): Promise<IntegrationAnswer> =>
      world.integration.call({
        tenant: 'bank',
        operation: world.operation,
        key: 'ann:4:0',
        input: world.input,
        signal: new AbortController().signal,
        ...over,
      });

    it('is done once, and says so', async () => {
      expect((await call()).kind).toBe('done');
      expect(await world.effects()).toBe(1);
    });

    it('repeated under its key has one effect and the same answer where keys are taken, else one effect a call', async () => {
      const [first, second] = [await call(), await call()];
      const keyed = world.integration.manifest.operations[world.operation]?.keysKeptMs !== null;
      expect(await world.effects()).toBe(keyed ? 1 : 2);
      expect([first.kind, second.kind]).toEqual(['done', 'done']);
      if (keyed) expect(second).toEqual(first);
    });

    it('asked twice at once under one key has one effect where keys are taken', async () => {
      await Promise.all([call(), call()]);
      const keyed = world.integration.manifest.operations[world.operation]?.keysKeptMs !== null;
      expect(await world.effects()).toBe(keyed ? 1 : 2);
    });

    it('is another one under another key', async () => {
      await call({ key: 'ann:4:0' });
      await call({ key: 'bob:9:0' });
      expect(await world.effects()).toBe(2);
    });

    it('that the manifest does not name is refused without an effect', async () => {
      for (const operation of ['', 'no-such-operation', 'constructor', '__proto__']) {
        expect((await call({ operation })).kind).toBe('failed');
      }
      expect(await world.effects()).toBe(0);
    });

    it('with an input that the manifest does not take is refused without an effect', async () => {
      const [name] = Object.keys(world.input);
      const { [name!]: _, ...without } = world.input;
      expect((await call({ input: without })).kind).toBe('failed');
      expect((await call({ input: { ...world.input, [name!]: [] } })).kind).toBe('failed');
      expect((await call({ input: { ...world.input, unknown: 1 } })).kind).toBe('failed');
      expect(await world.effects()).toBe(0);
    });

    it('without an answer ends as lost as soon as the caller gives up', async () => {
      await world.silence();
      const caller = new AbortController();
      const answer = call({ signal: caller.signal });
      setTimeout(() => caller.abort(), 20);
      expect((await answer).kind).toBe('lost');
    });

    it('whose caller gave up before is not called done', async () => {
      expect((await call({ signal: AbortSignal.abort() })).kind).not.toBe('done');
    });
  });
}
