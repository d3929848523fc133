import { handOn } from './committed-work.ts';
import type { EngineConfig } from './config.ts';
import type { EnginePorts } from './engine-ports.ts';
import { fireTimers } from './fire-timer.ts';
import { FlowController } from './flow.controller.ts';
import { FlowLibrary, learnFlow, type LearnFlow } from './flow-library.ts';
import { Heads } from './heads.ts';
import { Manifests } from './manifests.ts';
import { OperationLoop } from './operation-loop.ts';
import { StateEngineController } from './state-engine.controller.ts';
import { TimerLoop } from './timer-loop.ts';

/** The state-engine service, put together. */
export interface StateEngine {
  readonly service: StateEngineController;
  readonly flows: FlowController;
  /** Takes up what the last run left, then performs operations and fires timers as they fall due. */
  start(): Promise<void>;
  /** Starts nothing more, finishes what is under way. */
  drain(): Promise<void>;
}

const timersAtOnce = 64;
/** Those that are due go on going off after so long, ms, however much waits in the log. */
const longestPauseMs = 1_000;

/** @param learn how a flow's text becomes rules; several engines of one process may share what was learnt */
export function createStateEngine(ports: EnginePorts, config: EngineConfig, learn: LearnFlow = learnFlow): StateEngine {
  const library = new FlowLibrary(ports, config, learn);
  const manifests = new Manifests(ports);
  const operations = new OperationLoop(ports, manifests, config);
  let timersWaitMs = 0;
  const timers = new TimerLoop({
    run: async () => (await fireTimers(ports, timersAtOnce)) === timersAtOnce,
    pauseMs: () => Math.min(timersWaitMs, longestPauseMs),
    next: () => ports.wakeUps.next(),
    now: ports.now,
    everyMs: config.scanEveryMs,
    failed: (error) => ports.warn('timers.scan-failed', { error: String(error) }),
  });
  const advance = {
    ...{ ports, config, library },
    heads: new Heads(ports, config.headCacheBytes),
    directory: ports.directory,
    committed: (turns: Parameters<typeof handOn>[3]) => handOn(ports, operations, timers, turns),
    woken: (waitedMs: number) => void (timersWaitMs = waitedMs),
  };
  const walk = { ports, library, micros: () => performance.now() * 1_000 };

  return {
    service: new StateEngineController(advance, walk),
    flows: new FlowController({ ports, manifests, library }),
    async start() {
      await operations.start();
      timers.start();
    },
    async drain() {
      await Promise.all([timers.stop(), operations.stop()]);
    },
  };
}
