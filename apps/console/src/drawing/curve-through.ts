import type { Point } from './scene.ts';

const ROUNDING = 26;

/** An SVG path: straight between the corners, round at them. */
export function curveThrough(points: readonly Point[]): string {
  const [start, ...rest] = points;
  const end = rest.at(-1);
  if (start === undefined || end === undefined) return '';
  const bends = rest.slice(0, -1).map((corner, index) => {
    const before = toward(corner, points[index] ?? corner);
    const after = toward(corner, rest[index + 1] ?? corner);
    return `L${at(before)} Q${at(corner)} ${at(after)}`;
  });
  return [`M${at(start)}`, ...bends, `L${at(end)}`].join(' ');
}

/** A little way from a corner to its neighbour, at most half of it. */
function toward(corner: Point, neighbour: Point): Point {
  const x = neighbour.x - corner.x;
  const y = neighbour.y - corner.y;
  const length = Math.hypot(x, y);
  const share = length === 0 ? 0 : Math.min(ROUNDING, length / 2) / length;
  return { x: corner.x + x * share, y: corner.y + y * share };
}

const at = ({ x, y }: Point): string => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
