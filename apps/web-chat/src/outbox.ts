import type { PendingMessage } from './shown-message.ts';

/** What a page keeps between two visits. `localStorage` is one; a page without it keeps nothing. */
export interface Keep {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface Visit {
  readonly token: string;
  readonly conversation: string;
}

/** The visitor's token and unsent messages of one connection: a reload loses neither. */
export class Outbox {
  private readonly visitKey: string;
  private readonly pendingKey: string;

  constructor(
    private readonly keep: Keep,
    connection: string,
  ) {
    this.visitKey = `parley:${connection}:visit`;
    this.pendingKey = `parley:${connection}:pending`;
  }

  visit(): Visit | null {
    return parse<Visit>(this.keep.getItem(this.visitKey));
  }

  begin(visit: Visit): void {
    this.keep.setItem(this.visitKey, JSON.stringify(visit));
  }

  forget(): void {
    this.keep.removeItem(this.visitKey);
    this.keep.removeItem(this.pendingKey);
  }

  pending(): readonly PendingMessage[] {
    return parse<PendingMessage[]>(this.keep.getItem(this.pendingKey)) ?? [];
  }

  save(pending: readonly PendingMessage[]): void {
    this.keep.setItem(this.pendingKey, JSON.stringify(pending));
  }
}

function parse<T>(text: string | null): T | null {
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}
