import { chartOf, type Chart, type ChartEdge, type ChartState } from '@parley/drawing';
import type { CoreMachine } from '@parley/statechart';
import type { Node } from 'jsonc-parser';
import { namesOf } from '../language/flow-names.ts';
import { authorLabel, CORRECTED } from './author-label.ts';
import type { SceneNode, ToldState } from './scene.ts';

export interface PlannedNode {
  readonly key: string;
  readonly parent: string | null;
  readonly kind: SceneNode['kind'];
  readonly isFrame: boolean;
  readonly isParallel: boolean;
  readonly isRegion: boolean;
  readonly state: string;
  readonly lines: readonly string[];
  readonly pointer: string | null;
}

export interface PlannedEdge {
  readonly from: string;
  readonly to: string;
  readonly labels: readonly string[];
  readonly pointers: readonly string[];
  /** Not a transition: where something begins. */
  readonly isQuiet: boolean;
}

/** What is drawn of a flow, before it has a place. */
export interface Plan {
  readonly nodes: readonly PlannedNode[];
  readonly edges: readonly PlannedEdge[];
  readonly told: readonly ToldState[];
}

const MOST_LABELS = 4;

/** Chooses what to draw of a flow: the author's states and transitions in the author's words, not what they became. */
export function planDrawing(core: CoreMachine, root: Node | undefined): Plan {
  const chart = chartOf(core);
  const planning = new Planning(chart, root);
  return planning.plan();
}

class Planning {
  private readonly nodes: PlannedNode[] = [];
  private readonly edges = new Map<string, PlannedEdge>();
  private readonly pointers: ReadonlyMap<string, string>;

  constructor(
    private readonly chart: Chart,
    private readonly root: Node | undefined,
  ) {
    this.pointers = new Map(namesOf(root).states.map(({ name, pointer }) => [name, pointer]));
  }

  plan(): Plan {
    this.start(null, this.chart.initial);
    for (const state of this.chart.roots) this.add(state);
    for (const edge of this.chart.edges) this.join(edge);
    return { nodes: this.nodes, edges: [...this.edges.values()], told: this.told() };
  }

  private add(state: ChartState): void {
    const isFrame = state.children.length > 0;
    this.node(state.key, state.parent, { ...looksOf(state), isFrame, state: state.id, lines: this.linesOf(state) });
    if (!isFrame) {
      for (const id of isHistory(state) ? state.initial : []) this.quiet(state.key, id, ['at first']);
      return;
    }
    for (const child of state.children) this.add(child);
    if (state.kind !== 'parallel') this.start(state, state.initial);
  }

  /** The dot from which a state begins; whoever goes to the state goes there. */
  private start(owner: ChartState | null, initial: readonly string[]): void {
    const key = startOf(owner);
    this.node(key, owner, { kind: 'start', state: owner?.id ?? '' });
    for (const id of initial) this.quiet(key, id, []);
  }

  private quiet(from: string, id: string, labels: readonly string[]): void {
    const target = this.chart.byId.get(id);
    if (target === undefined) return;
    const to = this.entryOf(target);
    this.edges.set(`${from} ${to} quiet`, { from, to, labels, pointers: [], isQuiet: true });
  }

  /** That a slot may be corrected from anywhere goes without drawing: it holds for every slot. */
  private join(edge: ChartEdge): void {
    const labels = this.labelsOf(edge);
    if (labels[0] === CORRECTED) return;
    for (const target of edge.targets) {
      if (target === edge.source && target.children.length === 0) continue;
      const from = this.exitOf(edge.source);
      const to = this.entryOf(target);
      const key = `${from} ${to}`;
      const known = this.edges.get(key);
      const merged = [...new Set([...(known?.labels ?? []), ...labels])];
      const more = merged.length > MOST_LABELS ? [...merged.slice(0, MOST_LABELS - 1), '…'] : merged;
      this.edges.set(key, { from, to, labels: more, pointers: [...(known?.pointers ?? []), edge.at], isQuiet: false });
    }
  }

  /** What is inside leaves from wherever it is. */
  private exitOf(source: ChartState | null): string {
    if (source !== null && source.children.length === 0) return source.key;
    const key = source === null ? 'anywhere' : `anywhere ${source.key}`;
    if (!this.nodes.some((node) => node.key === key))
      this.node(key, source, { kind: 'anywhere', state: source?.id ?? '', lines: ['anywhere here'] });
    return key;
  }

  /** A frame is entered at its dot; one whose regions are all active, at the dot of the first. */
  private entryOf(target: ChartState): string {
    if (target.children.length === 0) return target.key;
    const [first] = target.children;
    return target.kind === 'parallel' && first !== undefined ? this.entryOf(first) : startOf(target);
  }

  private linesOf(state: ChartState): readonly string[] {
    if (isHistory(state)) return [state.kind === 'history' ? 'H' : 'H*'];
    const own = this.chart.edges.filter(
      ({ source, at }) => source === state && /\/(?:transitions|after)\/\d+$/.test(at),
    );
    const staying = own
      .filter(({ targets }) => targets.length === 0 || targets.every((target) => target === state))
      .map((edge) => `${this.labelsOf(edge).join(' ')}${edge.targets.length === 0 ? '' : ' ↺'}`);
    const inside = [...new Set([...state.lines, ...staying])];
    return [state.id, ...inside.slice(0, 3), ...(inside.length > 3 ? ['…'] : [])];
  }

  private labelsOf({ at, label }: ChartEdge): readonly string[] {
    return authorLabel(this.root, at) ?? label.split('\n');
  }

  private told(): readonly ToldState[] {
    const leads = (name: string): readonly string[] =>
      this.chart.edges
        .filter(({ source, targets }) => source?.id === name && targets.length > 0)
        .map((edge) => `${this.labelsOf(edge).join(' ')} → ${edge.targets.map(({ id }) => id).join(', ')}`);
    return namesOf(this.root).states.map(({ name, type, depth, pointer }) => ({
      state: name,
      type,
      depth,
      pointer,
      leads: [...new Set(leads(name))],
    }));
  }

  private node(key: string, parent: ChartState | null, looks: Partial<PlannedNode>): void {
    this.nodes.push({
      ...{ key, parent: parent?.key ?? null, kind: 'state', isFrame: false, isParallel: false, isRegion: false },
      ...{ state: '', lines: [], pointer: this.pointers.get(looks.state ?? '') ?? null },
      ...looks,
    });
  }
}

function looksOf(state: ChartState): Partial<PlannedNode> {
  const kind = isHistory(state) ? 'history' : state.kind === 'final' ? 'final' : 'state';
  return { kind, isParallel: state.kind === 'parallel', isRegion: state.parent?.kind === 'parallel' };
}

function isHistory({ kind }: ChartState): boolean {
  return kind === 'history' || kind === 'deep-history';
}

const startOf = (owner: ChartState | null): string => (owner === null ? 'start' : `start ${owner.key}`);
