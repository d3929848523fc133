import type { CoreMachine, TraceRecord } from '@parley/statechart';
import { chartOf } from './chart.ts';
import type { Chart, ChartEdge, ChartState } from './chart.ts';
import { numbersOf, walkOf } from './walk.ts';
import type { Walk } from './walk.ts';

const VISITED = '#fde68a';
const CURRENT = '#fb923c';
const TAKEN = '#b45309';

/**
 * A machine as a Graphviz graph: states inside each other are clusters. `path`: the traces of one instance, one after the
 * other; it shows where the instance was, where it is, and which transitions it took in which order.
 */
export function toDot(core: CoreMachine, options: { readonly path?: readonly TraceRecord[] } = {}): string {
  const chart = chartOf(core);
  const writer = new DotWriter(chart, options.path === undefined ? null : walkOf(chart, options.path));
  return writer.write();
}

class DotWriter {
  private readonly chart: Chart;
  private readonly walk: Walk | null;
  private readonly lines: string[] = [];

  constructor(chart: Chart, walk: Walk | null) {
    this.chart = chart;
    this.walk = walk;
  }

  write(): string {
    const { chart, lines } = this;
    lines.push(`digraph ${quote(chart.name)} {`);
    lines.push('  compound=true; rankdir=TB; fontname="Helvetica"; nodesep=0.4; ranksep=0.6;');
    lines.push('  node [fontname="Helvetica", fontsize=12, shape=box, style="rounded,filled", fillcolor="#ffffff"];');
    lines.push('  edge [fontname="Helvetica", fontsize=10, arrowsize=0.7];');
    this.start('start', chart.initial, null, '  ');
    for (const state of chart.roots) this.state(state, '  ');
    if (chart.edges.some(({ source, targets }) => source === null && targets.length > 0))
      lines.push('  anywhere [label="anywhere", shape=plaintext, style="", fontcolor="#6b7280"];');
    for (const edge of chart.edges) this.edge(edge);
    for (const state of chart.states) if (isHistory(state)) this.historyDefault(state);
    lines.push('}');
    return `${lines.join('\n')}\n`;
  }

  private state(state: ChartState, indent: string): void {
    if (state.kind === 'compound' || state.kind === 'parallel') return this.cluster(state, indent);
    this.lines.push(`${indent}${state.key} [${this.looks(state).join(', ')}];`);
  }

  private cluster(state: ChartState, indent: string): void {
    const { lines } = this;
    const inside = `${indent}  `;
    const isRegion = state.parent?.kind === 'parallel';
    lines.push(`${indent}subgraph cluster_${state.key} {`);
    const style = `style=${isRegion ? '"dashed,filled"' : '"rounded,filled"'}; fillcolor=${quote(this.fill(state, '#f8fafc'))};`;
    lines.push(
      `${inside}label=${quote(this.textOf(state, state.kind === 'parallel' ? ' (in parallel)' : ''))}; ${style}`,
    );
    this.start(`start_${state.key}`, state.initial, state, inside);
    for (const child of state.children) this.state(child, inside);
    lines.push(`${indent}}`);
  }

  /** The black dot from which a state begins. */
  private start(key: string, initial: readonly string[], owner: ChartState | null, indent: string): void {
    const targets = initial.flatMap((id) => this.chart.byId.get(id) ?? []);
    if (targets.length === 0) return;
    this.lines.push(`${indent}${key} [shape=point, width=0.12, label="", fillcolor="#111827"];`);
    for (const target of targets) {
      const clip = anchorOf(target) === target || isInside(owner, target) ? '' : ` [lhead=cluster_${target.key}]`;
      this.lines.push(`${indent}${key} -> ${anchorOf(target).key}${clip};`);
    }
  }

  private looks(state: ChartState): readonly string[] {
    const fill = this.walk === null ? [] : [`fillcolor=${quote(this.fill(state, '#ffffff'))}`];
    if (isHistory(state)) {
      const label = state.kind === 'history' ? 'H' : 'H*';
      return [`label=${quote(label)}`, 'shape=circle', 'width=0.3', 'fixedsize=true', ...fill];
    }
    const final = state.kind === 'final' ? ['peripheries=2'] : [];
    return [`label=${quote(this.textOf(state, ''))}`, ...final, ...fill];
  }

  private fill(state: ChartState, otherwise: string): string {
    if (this.walk?.current.has(state) === true) return state.children.length > 0 ? VISITED : CURRENT;
    return this.walk?.visited.has(state) === true ? VISITED : otherwise;
  }

  /** The name, and what the state does without being left. */
  private textOf(state: ChartState, more: string): string {
    const staying = this.chart.edges
      .filter(({ source, targets }) => source === state && targets.length === 0)
      .map((edge) => `${numbersOf(this.walk, edge)}${edge.label} /`);
    return [`${state.id}${more}`, ...state.lines, ...staying].join('\n');
  }

  private edge(edge: ChartEdge): void {
    const { source, targets } = edge;
    for (const target of targets) {
      const from = source === null ? null : anchorOf(source);
      const to = anchorOf(target);
      const looks = [`label=${quote(`${numbersOf(this.walk, edge)}${edge.label}`)}`];
      if (from !== null && source !== null && from !== source && !isInside(source, target))
        looks.push(`ltail=cluster_${source.key}`);
      if (to !== target && !(source !== null && isInside(target, source))) looks.push(`lhead=cluster_${target.key}`);
      if (this.walk?.taken.has(edge) === true)
        looks.push(`color=${quote(TAKEN)}`, `fontcolor=${quote(TAKEN)}`, 'penwidth=2');
      if (source === null) looks.push('style=dashed');
      this.lines.push(`  ${from?.key ?? 'anywhere'} -> ${to.key} [${looks.join(', ')}];`);
    }
  }

  private historyDefault(state: ChartState): void {
    for (const id of state.initial) {
      const target = this.chart.byId.get(id);
      if (target === undefined) continue;
      const clip = anchorOf(target) === target ? '' : `, lhead=cluster_${target.key}`;
      this.lines.push(`  ${state.key} -> ${anchorOf(target).key} [style=dotted${clip}];`);
    }
  }
}

/** Graphviz joins nodes, not clusters: the first leaf inside stands for a cluster. */
function anchorOf(state: ChartState): ChartState {
  const inside = state.children.find((child) => !isHistory(child)) ?? state.children[0];
  return state.kind === 'compound' || state.kind === 'parallel'
    ? inside === undefined
      ? state
      : anchorOf(inside)
    : state;
}

/** Whether `state` is `outer` or inside it. */
function isInside(outer: ChartState | null, state: ChartState): boolean {
  for (let at: ChartState | null = state; at !== null; at = at.parent) if (at === outer) return true;
  return false;
}

function isHistory(state: ChartState): boolean {
  return state.kind === 'history' || state.kind === 'deep-history';
}

function quote(text: string): string {
  const safe = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/\r\n|\r|\n/g, '\\n');
  return `"${safe.replace(/\p{Cc}/gu, '\uFFFD')}"`;
}
