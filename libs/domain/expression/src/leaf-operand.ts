import type { Run } from './frame.ts';

/** A path or call of an expression, as a trace shows it. */
export interface LeafOperand {
  readonly text: string;
  readonly run: Run;
}
