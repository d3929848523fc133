import { keyOf, MemoryStore } from '../memory-store.ts';
import { WakeUps, type WakeUp } from './wake-ups.ts';

export class MemoryWakeUps extends WakeUps {
  constructor(private readonly store = new MemoryStore()) {
    super();
  }

  override async due(now: number, limit: number): Promise<readonly WakeUp[]> {
    return [...this.store.wakeUps.values()]
      .filter(({ due }) => due <= now)
      .sort((a, b) => a.due - b.due || (keyOf(a) < keyOf(b) ? -1 : 1))
      .slice(0, limit);
  }

  override async next(): Promise<number | null> {
    const dues = [...this.store.wakeUps.values()].map(({ due }) => due);
    return dues.length === 0 ? null : Math.min(...dues);
  }

  override async clear(fired: readonly WakeUp[]): Promise<void> {
    for (const wakeUp of fired) {
      if (this.store.wakeUps.get(keyOf(wakeUp))?.due === wakeUp.due) this.store.wakeUps.delete(keyOf(wakeUp));
    }
  }

  override async arrange(wakeUps: readonly WakeUp[]): Promise<void> {
    for (const wakeUp of wakeUps) {
      const pending = this.store.wakeUps.get(keyOf(wakeUp))?.due ?? Infinity;
      if (wakeUp.due < pending) this.store.wakeUps.set(keyOf(wakeUp), wakeUp);
    }
  }
}
