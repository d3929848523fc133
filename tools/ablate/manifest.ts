import type { Ablation } from './ablation.ts';
import { channels } from './manifest/channels.ts';
import { clock } from './manifest/clock.ts';
import { effects } from './manifest/effects.ts';
import { entry } from './manifest/entry.ts';
import { erasure } from './manifest/erasure.ts';
import { identityAndOrder } from './manifest/identity-and-order.ts';
import { log } from './manifest/log.ts';
import { operations } from './manifest/operations.ts';
import { severalProcesses } from './manifest/several-processes.ts';
import { understanding } from './manifest/understanding.ts';
import { writers } from './manifest/writers.ts';

/** The patches of every rule of the durable path that is built: 1–17, 19–27, and of vendors' channels. */
export const manifest: readonly Ablation[] = [
  ...identityAndOrder,
  ...clock,
  ...entry,
  ...writers,
  ...log,
  ...operations,
  ...effects,
  ...channels,
  ...severalProcesses,
  ...erasure,
  ...understanding,
];
