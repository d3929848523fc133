import type { Logger } from './logger.ts';

/** Takes away what is past its time, in small steps, and answers how much; asks now and then whether the process stops. */
export type Sweep = (isOver: () => boolean) => Promise<number>;

const everyMs = 3_600_000;

/** Sweeps once an hour, one after the other, so that nobody waits. A round missed is made up by the next. */
export function keepSwept(sweeps: Readonly<Record<string, Sweep>>, logger: Logger): { stop(): Promise<void> } {
  let isOver = false;
  let round: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    round = round.then(() => sweepAll(sweeps, logger, () => isOver));
  }, everyMs).unref();
  return {
    stop: async () => {
      isOver = true;
      clearInterval(timer);
      await round;
    },
  };
}

/** One round: each kind by itself, so that one that fails does not keep the others. */
export async function sweepAll(
  sweeps: Readonly<Record<string, Sweep>>,
  logger: Logger,
  isOver: () => boolean = () => false,
): Promise<void> {
  for (const [what, sweep] of Object.entries(sweeps)) {
    if (isOver()) return;
    try {
      const gone = await sweep(isOver);
      if (gone > 0) logger.info('retention.swept', { what, gone });
    } catch (error) {
      logger.warn('retention.not-swept', { what, error });
    }
  }
}
