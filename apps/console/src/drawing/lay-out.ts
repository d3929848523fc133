import { Graph, layout } from '@dagrejs/dagre';
import type { Plan, PlannedEdge, PlannedNode } from './plan-drawing.ts';
import type { Frame, Scene, SceneEdge, SceneNode } from './scene.ts';

const CHARACTER = 7.3;
const LINE = 17;
const SMALL_CHARACTER = 6.3;
const SMALL_LINE = 14;
const FRAME_TITLE = 22;
const MARGIN = 12;

/** Gives everything of a plan its place: from above to below, what is inside a state inside its frame. */
export function layOut({ nodes, edges, told }: Plan): Scene {
  const graph = new Graph({ compound: true, multigraph: true, directed: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 30, edgesep: 14, marginx: MARGIN, marginy: MARGIN });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of nodes) graph.setNode(node.key, { ...sizeOf(node) });
  for (const { key, parent } of nodes) if (parent !== null) graph.setParent(key, parent);
  edges.forEach((edge, index) =>
    graph.setEdge(edge.from, edge.to, { ...labelSize(edge), labelpos: 'c' }, String(index)),
  );
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width: Math.ceil(width),
    height: Math.ceil(height),
    frames: framesOf(graph, nodes),
    nodes: nodes.filter(({ isFrame }) => !isFrame).map((node) => nodeOf(node, placeOf(graph, node.key))),
    edges: edges.map((edge, index) => edgeOf(edge, graph.edge(edge.from, edge.to, String(index)) as Routed)),
    told,
  };
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Routed {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly x?: number;
  readonly y?: number;
}

const placeOf = (graph: Graph, key: string): Placed => graph.node(key) as Placed;

function sizeOf({ kind, lines, isFrame }: PlannedNode): { width: number; height: number } | Record<string, never> {
  if (isFrame) return {};
  if (kind === 'start') return { width: 14, height: 14 };
  if (kind === 'history') return { width: 28, height: 28 };
  const [name = '', ...more] = lines;
  const width = Math.max(name.length * CHARACTER, ...more.map((line) => line.length * SMALL_CHARACTER)) + 26;
  return { width: Math.max(60, width), height: LINE + more.length * SMALL_LINE + 18 };
}

function labelSize({ labels }: PlannedEdge): { width: number; height: number } {
  if (labels.length === 0) return { width: 0, height: 0 };
  return {
    width: Math.max(...labels.map((line) => line.length)) * SMALL_CHARACTER + 8,
    height: labels.length * SMALL_LINE + 4,
  };
}

/** Room for each name above what is inside, frames in frames as well. */
function framesOf(graph: Graph, nodes: readonly PlannedNode[]): readonly Frame[] {
  const tops = new Map<string, number>();
  const inner = nodes.filter(({ isFrame }) => isFrame).reverse();
  for (const { key, parent } of inner) {
    const { y, height } = placeOf(graph, key);
    const top = Math.min(y - height / 2 - FRAME_TITLE / 2, tops.get(key) ?? Infinity);
    tops.set(key, top);
    if (parent !== null) tops.set(parent, Math.min(tops.get(parent) ?? Infinity, top - FRAME_TITLE));
  }
  return inner.reverse().map(({ key, state, isParallel, isRegion, pointer }) => {
    const { x, y, width, height } = placeOf(graph, key);
    const top = tops.get(key) ?? y;
    const box = { x: x - width / 2, y: top, width, height: y + height / 2 - top };
    return { ...box, state, isParallel, isRegion, pointer };
  });
}

function nodeOf({ kind, state, lines, pointer }: PlannedNode, { x, y, width, height }: Placed): SceneNode {
  return { kind, state, lines, pointer, x: x - width / 2, y: y - height / 2, width, height };
}

function edgeOf({ labels, pointers, isQuiet }: PlannedEdge, { points, x, y }: Routed): SceneEdge {
  const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
  return {
    points: points.map((point) => ({ x: point.x, y: point.y })),
    labels,
    pointers,
    isQuiet,
    at: { x: x ?? middle.x, y: y ?? middle.y },
  };
}
