import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { ApiWorld } from './api-world.ts';
import { routesOf, type Described } from './described-routes.ts';

const read = (path: string): string => readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
const page = read('apps/docs/reference/api.md');
const described = JSON.parse(read('libs/client/src/gen/openapi.json')) as Described;
const run = promisify(execFile);

describe('the page of the API', () => {
  it('names every route with its scope, and every code with its status', () => {
    const routes = routesOf(described);
    const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const told = rows
      .filter(([, first]) => /^`[A-Z]+ \//.test(first ?? ''))
      .map(([, route, scope]) => `${route} ${scope}`);
    expect(told).toEqual(routes.map((route) => `\`${route.method} ${route.path}\` \`${route['x-scope']}\``));
    const codes = routes.flatMap(({ responses }) =>
      Object.entries(responses).flatMap(([status, { description }]) =>
        Number(status) < 400 ? [] : description.split(', ').map((code) => `\`${code}\` ${status}`),
      ),
    );
    const listed = rows
      .filter(([, code]) => /^`[a-z-]+(\.[a-z-]+)?`$/.test(code ?? ''))
      .map(([, code, status]) => `${code} ${status}`);
    expect(new Set(listed)).toEqual(new Set(codes));
  });

  it('has examples that do what they say', async () => {
    const world = await ApiWorld.start();
    try {
      const examples = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text ?? '');
      expect(examples.length).toBeGreaterThan(3);
      const env = { ...process.env, PARLEY: world.parley.url, PLATFORM_KEY: world.platformKey };
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', examples.join('\n')], { env });
      expect(stdout).toContain('"settled":true');
      expect(stdout).toContain('"conversations":[{');
    } finally {
      await world.stop();
    }
  }, 60_000);
});
