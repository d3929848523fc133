import type { CoreMachine, TraceRecord } from '@parley/statechart';
import { chartOf, startsInside } from './chart.ts';
import type { Chart, ChartEdge, ChartState } from './chart.ts';
import { numbersOf, walkOf } from './walk.ts';
import type { Walk } from './walk.ts';

/**
 * A machine as a Mermaid `stateDiagram-v2`. `path`: the traces of one instance, one after the other; it shows where the
 * instance was, where it is, and which transitions it took in which order.
 */
export function toMermaid(core: CoreMachine, options: { readonly path?: readonly TraceRecord[] } = {}): string {
  const chart = chartOf(core);
  return new MermaidWriter(chart, options.path === undefined ? null : walkOf(chart, options.path)).write();
}

class MermaidWriter {
  private readonly chart: Chart;
  private readonly walk: Walk | null;
  private readonly lines: string[] = ['stateDiagram-v2'];

  constructor(chart: Chart, walk: Walk | null) {
    this.chart = chart;
    this.walk = walk;
  }

  write(): string {
    const { chart, lines } = this;
    for (const id of chart.initial) this.start(id, '  ');
    for (const state of chart.roots) this.state(state, '  ');
    if (chart.edges.some(({ source, targets }) => source === null && targets.length > 0))
      lines.push('  state "anywhere" as anywhere');
    for (const edge of chart.edges) this.edge(edge);
    for (const state of chart.states) if (isHistory(state)) this.historyDefault(state);
    for (const state of chart.states) this.notes(state);
    this.classes();
    return `${lines.join('\n')}\n`;
  }

  private state(state: ChartState, indent: string): void {
    const { lines } = this;
    const label = `${indent}state "${escape(labelOf(state))}" as ${state.key}`;
    if (state.children.length === 0) lines.push(label);
    else {
      lines.push(`${label} {`);
      for (const id of state.initial) this.start(id, `${indent}  `);
      if (this.chart.edges.some((edge) => startsInside(edge) === state))
        lines.push(`${indent}  state "any time" as any_${state.key}`);
      state.children.forEach((child, index) => {
        if (state.kind === 'parallel' && index > 0) lines.push(`${indent}  --`);
        this.state(child, `${indent}  `);
      });
      lines.push(`${indent}}`);
    }
    if (state.kind === 'final') lines.push(`${indent}${state.key} --> [*]`);
  }

  private start(id: string, indent: string): void {
    const target = this.chart.byId.get(id);
    if (target !== undefined) this.lines.push(`${indent}[*] --> ${target.key}`);
  }

  private edge(edge: ChartEdge): void {
    for (const target of edge.targets) {
      const label = escape(`${numbersOf(this.walk, edge)}${edge.label}`);
      const within = startsInside({ source: edge.source, targets: [target] });
      const from = within === null ? (edge.source?.key ?? 'anywhere') : `any_${within.key}`;
      this.lines.push(`  ${from} --> ${target.key} : ${label}`);
    }
  }

  private historyDefault(state: ChartState): void {
    for (const id of state.initial) {
      const target = this.chart.byId.get(id);
      if (target !== undefined) this.lines.push(`  ${state.key} --> ${target.key} : at first`);
    }
  }

  /** What a state does without being left. */
  private notes(state: ChartState): void {
    const staying = this.chart.edges
      .filter(({ source, targets }) => source === state && targets.length === 0)
      .map((edge) => `${numbersOf(this.walk, edge)}${edge.label} /`);
    const text = [...state.lines, ...staying].map(escape);
    if (text.length > 0)
      this.lines.push(`  note right of ${state.key}`, ...text.map((line) => `    ${line}`), '  end note');
  }

  private classes(): void {
    const { walk, lines, chart } = this;
    if (walk === null) return;
    lines.push(
      '  classDef around fill:#fffbeb,stroke:#b45309',
      '  classDef visited fill:#fde68a,stroke:#b45309',
      '  classDef current fill:#fb923c,stroke:#b45309,stroke-width:3px',
    );
    for (const state of chart.states) {
      if (state.children.length > 0 && walk.visited.has(state)) lines.push(`  class ${state.key} around`);
      else if (walk.current.has(state)) lines.push(`  class ${state.key} current`);
      else if (walk.visited.has(state)) lines.push(`  class ${state.key} visited`);
    }
  }
}

function labelOf(state: ChartState): string {
  if (state.kind === 'history') return 'H';
  return state.kind === 'deep-history' ? 'H*' : state.id;
}

function isHistory(state: ChartState): boolean {
  return state.kind === 'history' || state.kind === 'deep-history';
}

/** Whatever could mean something to Mermaid becomes one of its character codes. */
function escape(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '\uFFFD');
  return line.replace(/[^\p{L}\p{N} .,_=+/()?!'…*]/gu, (one) => `#${one.codePointAt(0) ?? 0};`);
}
