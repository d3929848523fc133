import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, sources } from './sources.ts';

const pages = sources('README.md', '.github/**/*.md', 'apps/docs/**/*.md');
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;

/** Links of a page to files that are not there. */
function brokenLinks(path: string, text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
    .map((match) => match[1] ?? '')
    .filter((target) => !existsSync(join(root, dirname(path), target)))
    .map((target) => `${path} → ${target}`);
}

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
}

/** Commands of a page that package.json does not have. */
function unknownCommands(path: string, text: string): string[] {
  return [...text.matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => !(name in scripts))
    .map((name) => `${path} → npm run ${name}`);
}

describe('the pages', () => {
  it('link only to what is there', () => {
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.flatMap((page) => brokenLinks(page.path, page.text))).toEqual([]);
  });

  it('name only commands that exist', () => {
    expect(pages.flatMap((page) => unknownCommands(page.path, page.text))).toEqual([]);
  });

  it('are checked at all: a seeded fault is found', () => {
    expect(brokenLinks('README.md', 'see [x](apps/docs/none.md)')).toEqual(['README.md → apps/docs/none.md']);
    expect(unknownCommands('README.md', '`npm run none`')).toEqual(['README.md → npm run none']);
  });

  it('open with the two commands that do all the set-up', () => {
    const readme = pages.find((page) => page.path === 'README.md')?.text ?? '';
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
  });
});
