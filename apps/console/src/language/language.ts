import type { LanguageAnswer, LanguageRequests } from './protocol.ts';

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (fault: Error) => void;
}

/** What reads flows, in a worker of its own: a long text never holds up the typing. */
export class Language {
  private readonly worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private last = 0;

  constructor(address: string) {
    this.worker = new Worker(address, { type: 'module', name: 'flow language' });
    this.worker.addEventListener('message', (event: MessageEvent<LanguageAnswer>) => this.settle(event.data));
    this.worker.addEventListener('error', () =>
      this.fail(new Error('What reads the flow has stopped. Reload the page.')),
    );
  }

  ask<Kind extends keyof LanguageRequests>(
    kind: Kind,
    asked: LanguageRequests[Kind]['asked'],
  ): Promise<LanguageRequests[Kind]['answer']> {
    const id = ++this.last;
    return new Promise<unknown>((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.worker.postMessage({ id, kind, asked });
    }) as Promise<LanguageRequests[Kind]['answer']>;
  }

  private settle({ id, answer, fault }: LanguageAnswer): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    if (fault === undefined) pending?.resolve(answer);
    else pending?.reject(new Error(fault));
  }

  private fail(fault: Error): void {
    for (const { reject } of this.pending.values()) reject(fault);
    this.pending.clear();
  }
}
