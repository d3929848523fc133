import { Refusal } from '@parley/web-chat-page';
import { Latencies } from '../../bench/latencies.ts';

/** What the widgets of a run went through, over all of them. Times are performance.now's, ms. */
export class LineLog {
  opened = 0;
  dropped = 0;
  resumed = 0;
  /** Long polls that stood for a socket which did not open. */
  polled = 0;
  /** Messages that came down a socket twice, or before one that stands before them. */
  outOfTurn = 0;
  /** Faults that the widget tries again after, by what they were. */
  readonly covered: Record<string, number> = {};
  /** Faults after which it gives up or tells the person, each said once. */
  readonly uncovered: string[] = [];
  readonly away = new Latencies();
  readonly acknowledgement = new Latencies();
  readonly reply = new Latencies();

  /** @param awaySince when its last socket was lost; null = it had none before */
  open(awaySince: number | null): void {
    this.opened += 1;
    if (awaySince === null) return;
    this.resumed += 1;
    this.away.add(performance.now() - awaySince);
  }

  /** A poll that was answered was a line since it was begun. */
  poll(awaySince: number, since: number): void {
    this.polled += 1;
    this.away.add(since - awaySince);
  }

  drop(): void {
    this.dropped += 1;
  }

  fault(what: string, fault: unknown): void {
    const name = `${what}: ${nameOf(fault)}`;
    if (isCovered(fault)) this.covered[name] = (this.covered[name] ?? 0) + 1;
    else this.uncovered.push(name);
  }
}

/** By the widget's rules: a lost line, and what the server says may go well later. */
function isCovered(fault: unknown): boolean {
  return fault instanceof Refusal ? fault.later : fault instanceof TypeError;
}

function nameOf(fault: unknown): string {
  if (fault instanceof Refusal) return `HTTP ${fault.status}${fault.later ? '' : `, ${fault.message}`}`;
  if (!(fault instanceof Error)) return String(fault);
  const { cause } = fault;
  return cause instanceof Error
    ? `${fault.message} (${(cause as NodeJS.ErrnoException).code ?? cause.message})`
    : fault.message;
}
