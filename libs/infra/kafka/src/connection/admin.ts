import type { Admin, Kafka } from 'kafkajs';

/** The cluster's administrative requests, on one connection that is made anew after a failure. */
export class KafkaAdmin {
  private current: Promise<Admin> | null = null;

  constructor(private readonly client: Kafka) {}

  async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const connected = (this.current ??= this.connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.current === connected) this.current = null;
      void connected.then(leave, () => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    const connected = this.current;
    this.current = null;
    await connected?.then(leave, () => undefined);
  }

  private async connect(): Promise<Admin> {
    const admin = this.client.admin();
    await admin.connect();
    return admin;
  }
}

function leave(admin: Admin): Promise<void> {
  return admin.disconnect().catch(() => undefined);
}
