import type { Bank, BankAnswer, BankDoor, Mishap, Transfer } from '@parley/demo-bank';
import { durationMs } from '@parley/flow';
import type { Attempt } from '@parley/flow';
import type { VirtualClock } from './virtual-clock.ts';

/** How long a caller waits for this bank. */
const patienceMs = 30_000;

type Operations = readonly (readonly Attempt[])[];

/** The demo bank, behaving towards each conversation as its script says, on a virtual clock. */
export class ScriptedBank implements BankDoor {
  private readonly scripts = new Map<string, Operations>();
  private readonly asked = new Map<string, string[]>();

  constructor(
    private readonly bank: Bank,
    private readonly clock: VirtualClock,
  ) {}

  /** What happens to the operations of a conversation, in the order in which they begin. */
  script(conversation: string, operations: Operations): void {
    this.scripts.set(conversation, operations);
  }

  async transfer(transfer: Transfer): Promise<BankAnswer> {
    const attempt = this.next(transfer.key ?? '');
    if (attempt === 'timeout') {
      await this.clock.sleep(patienceMs);
      throw new Error('The bank was silent for too long.');
    }
    await this.clock.sleep(attempt.takes === undefined ? 0 : durationMs(attempt.takes));
    this.bank.behave({ next: mishaps(attempt) });
    return this.bank.transfer(transfer);
  }

  /** Keys are operation ids: `<conversation>:<seq>:<index>`. */
  private next(key: string): Attempt {
    const conversation = key.slice(0, key.indexOf(':'));
    const asked = this.asked.get(conversation) ?? [];
    this.asked.set(conversation, [...asked, key]);
    const operation = [...new Set([...asked, key])].indexOf(key);
    const attempt = asked.filter((each) => each === key).length;
    return this.scripts.get(conversation)?.[operation]?.[attempt] ?? { done: {} };
  }
}

function mishaps(attempt: Exclude<Attempt, 'timeout'>): readonly Mishap[] {
  if ('failed' in attempt) return ['refused'];
  return 'lost' in attempt ? ['silent'] : [];
}
