import type { CoreMachine, TraceRecord } from '@parley/statechart';
import { chartOf, isInside, startsInside } from './chart.ts';
import type { Chart, ChartEdge, ChartState } from './chart.ts';
import { numbersOf, walkOf } from './walk.ts';
import type { Walk } from './walk.ts';

const VISITED = '#fde68a';
const AROUND = '#fffbeb';
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
    lines.push('  compound=true; newrank=true; rankdir=TB; fontname="Arial"; nodesep=0.4; ranksep=0.6;');
    lines.push(
      '  node [fontname="Arial", fontsize=12, shape=box, style="rounded,filled", fillcolor="#ffffff", margin="0.2,0.08"];',
    );
    lines.push('  edge [fontname="Arial", fontsize=10, arrowsize=0.7];');
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
    if (state.children.length > 0) return this.cluster(state, indent);
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
    if (this.chart.edges.some((edge) => startsInside(edge)?.key === state.key))
      lines.push(`${inside}any_${state.key} [label="any time", shape=plaintext, style="", fontcolor="#6b7280"];`);
    for (const child of state.children) this.state(child, inside);
    lines.push(`${indent}}`);
  }

  /** The black dot from which a state begins. */
  private start(key: string, initial: readonly string[], owner: ChartState | null, indent: string): void {
    const targets = initial.flatMap((id) => this.chart.byId.get(id) ?? []);
    if (targets.length === 0 && owner === null) return;
    const looks = targets.length === 0 ? 'style=invis' : 'fillcolor="#111827"';
    this.lines.push(`${indent}${key} [shape=point, width=0.12, label="", ${looks}];`);
    for (const target of targets) this.lines.push(`${indent}${key} -> ${this.join(target, owner)};`);
  }

  /** Where an edge ends: Graphviz joins nodes, so a cluster is met at its black dot and the edge cut at its border. */
  private join(target: ChartState, from: ChartState | null, looks: readonly string[] = []): string {
    const isCluster = target.children.length > 0;
    const clip = isCluster && !isInside(target, from) ? [`lhead=cluster_${target.key}`] : [];
    const all = [...looks, ...clip];
    return `${isCluster ? `start_${target.key}` : target.key}${all.length === 0 ? '' : ` [${all.join(', ')}]`}`;
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
    const isCluster = state.children.length > 0;
    if (this.walk?.current.has(state) === true) return isCluster ? AROUND : CURRENT;
    return this.walk?.visited.has(state) === true ? (isCluster ? AROUND : VISITED) : otherwise;
  }

  /** The name, and what the state does without being left. */
  private textOf(state: ChartState, more: string): string {
    const staying = this.chart.edges
      .filter(({ source, targets }) => source === state && targets.length === 0)
      .map((edge) => `${numbersOf(this.walk, edge)}${edge.label.replace('\n', ' ')} /`);
    return [`${state.id}${more}`, ...state.lines, ...staying].join('\n');
  }

  private edge(edge: ChartEdge): void {
    const { source, targets } = edge;
    for (const target of targets) {
      const isWithin = startsInside({ source, targets: [target] }) !== null;
      const from = source === null || isWithin ? null : bottomOf(source);
      const looks = [`label=${quote(`${numbersOf(this.walk, edge)}${edge.label}`)}`];
      if (source !== null && from !== null && from !== source) looks.push(`ltail=cluster_${source.key}`);
      if (this.walk?.taken.has(edge) === true)
        looks.push(`color=${quote(TAKEN)}`, `fontcolor=${quote(TAKEN)}`, 'penwidth=2');
      if (source === null) looks.push('style=dashed');
      const tail = from?.key ?? (source === null ? 'anywhere' : `any_${source.key}`);
      this.lines.push(`  ${tail} -> ${this.join(target, source, looks)};`);
    }
  }

  private historyDefault(state: ChartState): void {
    for (const id of state.initial) {
      const target = this.chart.byId.get(id);
      if (target !== undefined) this.lines.push(`  ${state.key} -> ${this.join(target, state, ['style=dotted'])};`);
    }
  }
}

/** The last leaf inside: what leaves a cluster leaves it below. */
function bottomOf(state: ChartState): ChartState {
  const inside = state.children.filter((child) => !isHistory(child)).at(-1) ?? state.children.at(-1);
  return inside === undefined ? state : bottomOf(inside);
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
