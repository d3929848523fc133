import { join } from 'node:path';
import { FakeSlack } from '@parley/channel-simulator';
import { scratchFolder } from '@parley/testing';
import { BankProcess } from '@parley/testing/house';

/** Messages a second that one channel of the fake Slack takes; the real one takes 1. */
const SLACK_RATE = 50;
/** Slow, and every ninth answer is lost. */
const BANK = { delayMs: 2000, loseEvery: 9 };

/** What a run needs besides a house: a folder, and the world outside, which is never killed. */
export interface Surroundings {
  readonly folder: string;
  readonly bank: BankProcess;
  readonly slack: FakeSlack;
  /** Tells a house where the bank is. */
  readonly bankSettings: Readonly<Record<string, string>>;
  /** Tells a house where Slack is. */
  readonly slackSettings: Readonly<Record<string, string>>;
}

export async function arrangeSurroundings(): Promise<Surroundings> {
  const folder = scratchFolder('chaos');
  const bank = await BankProcess.start(join(folder, 'ledger.jsonl'), BANK);
  const slack = await FakeSlack.start({ perSecond: SLACK_RATE, burst: SLACK_RATE });
  return {
    ...{ folder, bank, slack },
    bankSettings: { DEMO_BANK_URL: bank.url },
    slackSettings: { SLACK_API_URL: slack.apiUrl, SLACK_CHANNEL_RATE: String(SLACK_RATE) },
  };
}

/** Runs, then ends house, bank and Slack, also when the run fails or is broken off, and at last does `leave` (with null then). */
export async function amidst<Verdict>(
  { bank, slack }: Surroundings,
  house: { end(): Promise<void> },
  run: () => Promise<Verdict>,
  leave: (verdict: Verdict | null) => void,
): Promise<Verdict> {
  let verdict: Verdict | null = null;
  const tidyUp = async (): Promise<void> => {
    await house.end();
    bank.stop();
    await slack.stop();
    leave(verdict);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void tidyUp().finally(() => process.exit(130)));
  try {
    verdict = await run();
    return verdict;
  } finally {
    await tidyUp();
  }
}
