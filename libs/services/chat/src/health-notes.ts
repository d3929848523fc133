import type { ConnectionHealth, ConnectionSign } from '@parley/ports';

/** Signs of how connections fare, the newest of each kind, written a batch at a time: no promise hangs on them. */
export class HealthNotes {
  private readonly health: ConnectionHealth;
  private readonly now: () => number;
  private waiting = new Map<string, ConnectionSign>();

  constructor(health: ConnectionHealth, now: () => number) {
    this.health = health;
    this.now = now;
  }

  note(
    { tenant, connection }: Pick<ConnectionSign, 'tenant' | 'connection'>,
    aspect: ConnectionSign['aspect'],
    detail = '',
  ): void {
    const sign = { tenant, connection, aspect, at: this.now(), detail };
    this.waiting.set(`${tenant}:${connection}:${aspect}`, sign);
  }

  async flush(): Promise<void> {
    if (this.waiting.size === 0) return;
    const signs = [...this.waiting.values()];
    this.waiting = new Map();
    await this.health.note(signs);
  }
}
