import type { Admin, Kafka } from 'kafkajs';

const TRIES = 4;
const RETRY_MS = 200;

/**
 * The cluster's administrative requests, on one connection that is made anew after a failure. What Kafka says will pass (a
 * leader that has moved, say) is asked again: so requests must bear repetition.
 */
export class KafkaAdmin {
  private current: Promise<Admin> | null = null;

  constructor(private readonly client: Kafka) {}

  async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.askOnce(question);
      } catch (error) {
        if (tried === TRIES || !willPass(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tried * (0.5 + Math.random())));
      }
    }
  }

  async close(): Promise<void> {
    const connected = this.current;
    this.current = null;
    await connected?.then(leave, () => undefined);
  }

  private async askOnce<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const connected = (this.current ??= this.connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.current === connected) this.current = null;
      void connected.then(leave, () => undefined);
      throw error;
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.client.admin();
    await admin.connect();
    return admin;
  }
}

/** Kafka's own answer that it is not ready; a connection that fails was tried often enough by kafkajs. */
function willPass(error: unknown): boolean {
  const { name, retriable } = error as { readonly name?: unknown; readonly retriable?: unknown };
  return name === 'KafkaJSProtocolError' && retriable === true;
}

function leave(admin: Admin): Promise<void> {
  return admin.disconnect().catch(() => undefined);
}
