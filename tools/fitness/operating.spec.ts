import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresIn, misreadIn } from './figures.ts';
import { root, sources } from './sources.ts';
import { keptForShape } from '@parley/service-kit';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const alerts = read('deploy/observability/alerts.yml');
const runbook = read('apps/docs/operating/runbook.md');

interface Alert {
  readonly name: string;
  readonly link: string;
}

const alertsOf = (text: string): readonly Alert[] =>
  text
    .split(/^ {6}- alert: /m)
    .slice(1)
    .map((part) => ({
      name: /^\w+/.exec(part)?.[0] ?? '',
      link: /runbook_url: (\S+)/.exec(part)?.[1] ?? 'none',
    }));

const headings = (text: string): readonly string[] =>
  [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading.trim());

/** As they are declared: with their prefix, or it is added where they are made. */
function declared(): ReadonlySet<string> {
  const code = sources('libs/infra/opentelemetry/src/metrics/*.ts')
    .filter(({ path }) => !path.endsWith('.spec.ts'))
    .map(({ text }) => text)
    .join('\n');
  const counted = [...code.matchAll(/this\.(?:counter|histogram)\('([a-z_]+)'/g)];
  const asked = [...code.matchAll(/^ {2}([a-z_]+):\s+'[A-Z]/gm), ...code.matchAll(/gauge\('([a-z_]+)'/g)];
  const whole = [...code.matchAll(/name: 'parley_([a-z_]+)'/g)];
  return new Set([...counted, ...asked, ...whole].map(([, name = '']) => `parley_${name}`));
}

describe('an alert', () => {
  it('links its own part of the runbook, and the runbook has no part without an alert', () => {
    const found = alertsOf(alerts);
    expect(found.length).toBeGreaterThan(10);
    for (const { name, link } of found) {
      expect({ name, link }).toEqual({ name, link: `apps/docs/operating/runbook.md#${name.toLowerCase()}` });
    }
    expect([...headings(runbook)].sort()).toEqual(found.map(({ name }) => name).sort());
  });

  it('without a link would be seen', () => {
    expect(alertsOf('      - alert: Lonely\n        expr: up == 0\n')).toEqual([{ name: 'Lonely', link: 'none' }]);
  });

  it('asks in the language of Prometheus', () => {
    const expressions = [...alerts.matchAll(/^ {8}expr: (.+)$/gm)].map(([, expression = '']) => expression);
    expect(expressions).toHaveLength(alertsOf(alerts).length);
    expect(expressions.filter((expression) => misreadIn(expression).length > 0)).toEqual([]);
  });

  it('that Prometheus could not read would be seen', () => {
    expect(misreadIn('increase(parley_restarts_total[5m) > 0')).not.toEqual([]);
  });

  it('asks for figures that Parley tells, as the page on monitoring does, which names every one of them', () => {
    const known = declared();
    const page = read('apps/docs/operating/monitoring.md');
    const unknown = [...figuresIn(alerts), ...figuresIn(page), ...figuresIn(runbook)].filter(
      (name) => !known.has(name),
    );
    expect(unknown).toEqual([]);
    expect(figuresIn(page)).toEqual([...known].sort());
  });
});

describe('a setting', () => {
  const config = read('apps/all-in-one/src/config.ts');
  const schema = /const schema = z\.object\(\{([\s\S]*?)\n\}\);/.exec(config)?.[1] ?? '';
  const named = [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name = '']) => name);
  const settings = [...named, ...(schema.includes('...keptForShape') ? Object.keys(keptForShape) : [])];

  it('is explained on the page of settings, and the page explains nothing else', () => {
    const rows = [...read('apps/docs/operating/settings.md').matchAll(/^\| `([A-Z_]+)`/gm)];
    expect(settings.length).toBeGreaterThan(10);
    expect(rows.map(([, name = '']) => name).sort()).toEqual([...settings].sort());
  });
});

describe('the pages on operating', () => {
  const pages = sources(
    'apps/docs/deploy.md',
    'apps/docs/scale.md',
    'apps/docs/operating/*.md',
    'apps/docs/decisions/0013-backup.md',
  );

  it('lead to files and headings that are there', () => {
    expect(pages.length).toBeGreaterThanOrEqual(6);
    for (const { path, text } of pages) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = '', heading] = target.split('#');
        const there = file === '' ? path : join(path, '..', file);
        const anchors = headings(read(there)).map((name) => name.toLowerCase().replaceAll(' ', '-'));
        if (heading !== undefined)
          expect({ path, target, anchors }).toMatchObject({ anchors: expect.arrayContaining([heading]) });
      }
    }
  });

  it('speak of commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/npm run (?:-s )?([a-z:]+)/g)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('name the programs that the unit of systemd starts', () => {
    const unit = read('deploy/systemd/parley.service');
    const program = /^ExecStart=.* (\S+\.js)$/m.exec(unit)?.[1] ?? 'none';
    expect(program).toBe('dist/apps/all-in-one/main.js');
    expect(read('tools/build/main.mjs')).toContain("'main'");
  });
});
