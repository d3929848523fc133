import type { ConversationRef } from '../journal/journal.ts';
import { Presence, SESSION_TTL_MS, type Session, type SessionRef } from './presence.ts';

/** By tenant and session. */
export type PresenceStore = Map<string, { readonly session: Session; readonly until: number }>;

/** Presence in the memory of one process: the twin, and the right adapter where one process is all there is. */
export class MemoryPresence extends Presence {
  private readonly clock: () => number;
  private readonly store: PresenceStore;
  private sweepAt = SWEEP_FROM;

  /** @param clock ms, of any clock that never goes back. */
  constructor(clock: () => number = () => performance.now(), store: PresenceStore = new Map()) {
    super();
    this.clock = clock;
    this.store = store;
  }

  override note(ref: SessionRef, now: number, ttlMs = SESSION_TTL_MS): Promise<Session | null> {
    const name = nameOf(ref.tenant, ref.session);
    const { tenant, conversation, session } = ref;
    const noted = { tenant, conversation, session, since: this.at(name)?.since ?? now, seenAt: now };
    this.store.set(name, { session: noted, until: this.clock() + Math.min(ttlMs, SESSION_TTL_MS) });
    if (this.store.size >= this.sweepAt) this.sweep();
    return Promise.resolve(noted);
  }

  override leave({ tenant, conversation, session }: SessionRef): Promise<void> {
    const name = nameOf(tenant, session);
    if (this.at(name)?.conversation === conversation) this.store.delete(name);
    return Promise.resolve();
  }

  override find(tenant: string, session: string): Promise<Session | null> {
    return Promise.resolve(this.at(nameOf(tenant, session)));
  }

  override present({ tenant, conversation }: ConversationRef): Promise<readonly Session[] | null> {
    const there = [...this.store.keys()].flatMap((name) => this.at(name) ?? []);
    return Promise.resolve(there.filter((one) => one.tenant === tenant && one.conversation === conversation));
  }

  private at(name: string): Session | null {
    const noted = this.store.get(name);
    return noted && noted.until > this.clock() ? noted.session : null;
  }

  /** Those who lapsed leave; the next sweep is due when as many again have come. */
  private sweep(): void {
    for (const name of this.store.keys()) if (this.at(name) === null) this.store.delete(name);
    this.sweepAt = Math.max(SWEEP_FROM, this.store.size * 2);
  }
}

const SWEEP_FROM = 10_000;

const nameOf = (tenant: string, session: string): string => JSON.stringify([tenant, session]);
