import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresIn, misreadIn } from './figures.ts';
import { root, sources } from './sources.ts';

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly targets: readonly { readonly expr: string }[];
}
interface Board {
  readonly uid: string;
  readonly panels: readonly Panel[];
}

const boards = sources('deploy/observability/grafana/*.json').map(({ path, text }) => ({
  path,
  text,
  board: JSON.parse(text) as Board,
}));
const expressionsOf = ({ panels }: Board): readonly string[] =>
  panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

describe('the boards for Grafana', () => {
  it('are there, each under an id of its own', () => {
    expect(new Set(boards.map(({ board }) => board.uid)).size).toBe(2);
  });

  it.each(boards)('number and name each panel once: $path', ({ board: { panels } }) => {
    expect(panels.length).toBeGreaterThan(8);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });

  it.each(boards)('ask in the language of Prometheus: $path', ({ board }) => {
    expect(expressionsOf(board).filter((expression) => misreadIn(expression).length > 0)).toEqual([]);
  });

  it.each(boards)('ask for figures that Parley tells: $path', ({ board }) => {
    const page = readFileSync(join(root, 'apps/docs/operating/monitoring.md'), 'utf8');
    const known = figuresIn(page);
    expect(figuresIn(expressionsOf(board).join('\n')).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the collector', () => {
  const text = readFileSync(join(root, 'deploy/observability/collector.yml'), 'utf8');
  /** Names that stand one level below a heading. */
  const below = (heading: string): readonly string[] => {
    const part = new RegExp(`^${heading}:\\n((?: .*\\n|\\n)*)`, 'm').exec(text)?.[1] ?? '';
    return [...part.matchAll(/^ {2}([\w/]+):/gm)].map(([, name = '']) => name);
  };

  it.each(['receivers', 'processors', 'exporters'])(
    'declares all %s that its pipelines name, and no others',
    (kind) => {
      const named = [...text.matchAll(new RegExp(`^ {6}${kind}: \\[(.*)\\]`, 'gm'))].flatMap(([, names = '']) =>
        names.split(', '),
      );
      expect([...new Set(named)].sort()).toEqual([...below(kind)].sort());
      expect(named.length).toBeGreaterThan(0);
    },
  );
});
