import type { Ablation } from './ablation.ts';

/** One patch for each mechanism of the durable path. */
export const manifest: readonly Ablation[] = [];
