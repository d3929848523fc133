import { Presence, SESSION_TTL_MS, type ConversationRef, type Session, type SessionRef } from '@parley/ports';
import type { Advice } from '../connection/advice.ts';

/**
 * Sessions as keys `session:{tenant}:{session_id}` that expire by themselves. Which of them a conversation has is
 * remembered beside them, under `cache:presence:{tenant}:{conversation}`: those that expired, or moved on, do not count.
 */
export class RedisPresence extends Presence {
  private readonly advice: Advice;

  constructor(advice: Advice) {
    super();
    this.advice = advice;
  }

  override async note(ref: SessionRef, now: number, ttlMs = SESSION_TTL_MS): Promise<Session | null> {
    const { tenant, conversation, session } = ref;
    const index = indexOf(ref);
    const answers = await this.advice.ask((client) =>
      Promise.all([
        client.noteSession(keyOf(tenant, session), conversation, now, Math.min(ttlMs, SESSION_TTL_MS)),
        client.sadd(index, session),
        client.pexpire(index, SESSION_TTL_MS),
      ]),
    );
    return answers ? { tenant, conversation, session, since: Number(answers[0]), seenAt: now } : null;
  }

  override async leave(ref: SessionRef): Promise<void> {
    await this.advice.ask((client) =>
      Promise.all([
        client.leaveSession(keyOf(ref.tenant, ref.session), ref.conversation),
        client.srem(indexOf(ref), ref.session),
      ]),
    );
  }

  override async find(tenant: string, session: string): Promise<Session | null> {
    const fields = await this.advice.ask((client) => client.hgetall(keyOf(tenant, session)));
    return fields ? sessionOf(tenant, session, fields) : null;
  }

  override async present(ref: ConversationRef): Promise<readonly Session[] | null> {
    const names = await this.advice.ask((client) => client.smembers(indexOf(ref)));
    if (names === undefined) return null;
    const found = await this.advice.ask((client) =>
      Promise.all(names.map((name) => client.hgetall(keyOf(ref.tenant, name)))),
    );
    if (found === undefined) return null;
    const sessions = names.map((name, at) => sessionOf(ref.tenant, name, found[at] ?? {}));
    const lapsed = names.filter((_, at) => sessions[at]?.conversation !== ref.conversation);
    if (lapsed.length > 0) void this.advice.ask((client) => client.srem(indexOf(ref), ...lapsed));
    return sessions
      .filter((session) => session?.conversation === ref.conversation)
      .filter((session) => session !== null);
  }
}

function sessionOf(tenant: string, session: string, fields: Readonly<Record<string, string>>): Session | null {
  const { conversation, since, seen } = fields;
  if (conversation === undefined || since === undefined || seen === undefined) return null;
  return { tenant, conversation, session, since: Number(since), seenAt: Number(seen) };
}

const keyOf = (tenant: string, session: string): string => `session:${tenant}:${session}`;

const indexOf = ({ tenant, conversation }: ConversationRef): string => `cache:presence:${tenant}:${conversation}`;
