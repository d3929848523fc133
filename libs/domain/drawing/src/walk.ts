import type { TraceRecord } from '@parley/statechart';
import type { Chart, ChartEdge, ChartState } from './chart.ts';

/** One instance's way through a machine. */
export interface Walk {
  readonly visited: ReadonlySet<ChartState>;
  /** Active at the end. */
  readonly current: ReadonlySet<ChartState>;
  /** When each transition was taken: 1 is the first that was. */
  readonly taken: ReadonlyMap<ChartEdge, readonly number[]>;
}

/** Follows the traces of an instance's steps, one after the other. Records of child machines are passed over. */
export function walkOf(chart: Chart, path: readonly TraceRecord[]): Walk {
  const visited = new Set<ChartState>();
  const current = new Set<ChartState>();
  const taken = new Map<ChartEdge, number[]>();
  let count = 0;
  for (const record of path) {
    if ('session' in record && record.session !== undefined) continue;
    if (record.type === 'enter' || record.type === 'exit') {
      const state = chart.byId.get(record.state);
      if (state === undefined) continue;
      if (record.type === 'exit') current.delete(state);
      else {
        visited.add(state);
        current.add(state);
      }
    } else if (record.type === 'transition') {
      count++;
      const edge = edgeOf(chart, record);
      if (edge !== undefined) taken.set(edge, [...(taken.get(edge) ?? []), count]);
    }
  }
  return { visited, current, taken };
}

/** By place in the author's text; where several transitions share one, by source and targets as well. */
function edgeOf(chart: Chart, record: TraceRecord & { readonly type: 'transition' }): ChartEdge | undefined {
  const here = chart.edges.filter(({ at }) => at === record.at);
  const exact = here.find(({ source, targets }) => {
    const ids = targets.map(({ id }) => id);
    return (source?.id ?? '') === record.state && ids.join('\n') === record.targets.join('\n');
  });
  return exact ?? here[0];
}

/** `1, 4: ` before the label of a transition that was taken. */
export function numbersOf(walk: Walk | null, edge: ChartEdge): string {
  const numbers = walk?.taken.get(edge);
  return numbers === undefined ? '' : `${numbers.join(', ')}: `;
}
