import type { Ablation } from './ablation.ts';
import { effects } from './manifest/effects.ts';
import { entry } from './manifest/entry.ts';
import { erasure } from './manifest/erasure.ts';
import { identityAndOrder } from './manifest/identity-and-order.ts';
import { log } from './manifest/log.ts';
import { understanding } from './manifest/understanding.ts';
import { writers } from './manifest/writers.ts';

/** The patches of every rule of the durable path that is built: 1–17, 19–23, 25–27. */
export const manifest: readonly Ablation[] = [
  ...identityAndOrder,
  ...entry,
  ...writers,
  ...log,
  ...effects,
  ...erasure,
  ...understanding,
];
