import { apartFromCall } from '@parley/contracts';
import type { OpenOperationRow } from '@parley/ports';
import { LRUCache } from 'lru-cache';
import type { EngineConfig } from './config.ts';
import type { EnginePorts } from './engine-ports.ts';
import type { Manifests } from './manifests.ts';
import { performOperation, type OperationTask, type PerformOperation } from './perform-operation.ts';
import { TimerLoop } from './timer-loop.ts';

const scanLimit = 256;
/** Far enough that every open operation is looked at, whatever its claim. */
const dayMs = 24 * 3600 * 1000;

/** Performs operations as they are committed here, and those that rows tell of: of other processes, of a run before. */
export class OperationLoop {
  private readonly self: PerformOperation;
  private readonly config: Pick<EngineConfig, 'maxOperations' | 'soleWorker' | 'scanEveryMs'>;
  private readonly loop: TimerLoop;
  private readonly underWay = new Map<string, Promise<void>>();
  /** Those to be tried once more, by operation, each until its time. */
  private readonly waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly notBefore: number }>();
  /** Not to be looked at for a while: their results are in the log and not journalled yet, or something was in the way. */
  private readonly resting = new LRUCache<string, true>({ max: 10_000, ttl: 30_000 });
  private isStopped = true;

  constructor(ports: EnginePorts, manifests: Manifests, config: EngineConfig) {
    this.self = { ports, manifests };
    this.config = config;
    this.loop = new TimerLoop({
      run: () => this.scan(ports.now()),
      pauseMs: () => 0,
      next: () => ports.operations.next(),
      now: ports.now,
      everyMs: config.scanEveryMs,
      failed: (error) => ports.warn('operations.scan-failed', { error: String(error) }),
    });
  }

  async start(): Promise<void> {
    this.isStopped = false;
    if (this.config.soleWorker) await this.takeUpAbandoned();
    this.loop.start();
  }

  /** Performs operations that were just committed, without asking the store for them. */
  offer(tasks: readonly OperationTask[]): void {
    for (const task of tasks) this.take(task);
  }

  /** Starts no more and waits for the calls under way; what waits for its time is taken up by the next run. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.loop.stop();
    for (const { timer } of this.waiting.values()) clearTimeout(timer);
    await Promise.all(this.underWay.values());
  }

  /** No other process performs operations: what is claimed was claimed by a process that died. A back-off goes on. */
  private async takeUpAbandoned(): Promise<void> {
    const { operations, now } = this.self.ports;
    const at = now();
    const open = await operations.due(at + dayMs, this.config.maxOperations);
    this.offer(open.filter(({ claimed, notBefore }) => claimed > 0 && notBefore <= at).map(fromRow));
  }

  private async scan(now: number): Promise<boolean> {
    const due = await this.self.ports.operations.due(now, scanLimit);
    const free = due.filter((row) => this.isFree(row));
    this.offer(free.map(fromRow));
    return free.length === scanLimit && this.underWay.size < this.config.maxOperations;
  }

  /** A row read while its last call came back may tell of the time before: it does not know of the back-off yet. */
  private isFree({ operation, notBefore }: OpenOperationRow): boolean {
    if (this.underWay.has(operation) || this.resting.has(operation)) return false;
    return notBefore >= (this.waiting.get(operation)?.notBefore ?? 0);
  }

  private take(task: OperationTask): void {
    const { operation } = task.row;
    if (this.isStopped || this.underWay.has(operation) || this.underWay.size >= this.config.maxOperations) return;
    clearTimeout(this.waiting.get(operation)?.timer);
    this.waiting.delete(operation);
    // The call in which it was committed waits for nothing of it, so neither its deadline nor its end is the operation's.
    const work = apartFromCall(() => this.perform(task)).finally(() => this.underWay.delete(operation));
    this.underWay.set(operation, work);
  }

  private async perform(task: OperationTask): Promise<void> {
    const { ports } = this.self;
    try {
      const performed = await performOperation(this.self, task);
      if (performed.kind === 'result') this.resting.set(task.row.operation, true);
      if (performed.kind === 'again') this.takeLater(performed.task, performed.notBefore);
    } catch (error) {
      // The row is there still: it is found again, or when its claim runs out.
      this.resting.set(task.row.operation, true, { ttl: this.config.scanEveryMs });
      ports.warn('operation.failed', { operation: task.row.operation, error: String(error) });
    }
  }

  private takeLater(task: OperationTask, notBefore: number): void {
    if (this.isStopped) return;
    const waitMs = notBefore - this.self.ports.now();
    const { operation } = task.row;
    const timer = setTimeout(() => {
      this.waiting.delete(operation);
      this.take(task);
    }, waitMs);
    this.waiting.set(operation, { timer, notBefore });
  }
}

const fromRow = (row: OpenOperationRow): OperationTask => ({ row, request: null });
