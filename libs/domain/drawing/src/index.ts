export { chartOf } from './chart.ts';
export type { Chart, ChartEdge, ChartState } from './chart.ts';
export { toDot } from './to-dot.ts';
export { toMermaid } from './to-mermaid.ts';
export { toXState } from './to-xstate.ts';
export type { XStateConfig } from './xstate-parts.ts';
