import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../fitness/sources.ts';
import type { Ablation } from './ablation.ts';
import { promises } from './promises.ts';

export const guaranteesPage = join(root, 'apps/docs/reference/guarantees.md');

const begin = '<!-- made by `npm run ablate -- --page` from tools/ablate/manifest -->';

/** The page with its tables as the manifest has them; what stands above them is written by hand. */
export async function withTables(page: string, manifest: readonly Ablation[]): Promise<string> {
  const introduction = page.split(begin)[0] ?? '';
  const sections = promises.map(([rule, promise]) => section(rule, promise, manifest));
  const text = [introduction.trimEnd(), begin, ...sections].join('\n\n');
  return format(text, { ...(await resolveConfig(guaranteesPage)), parser: 'markdown' });
}

export function readPage(): string {
  return readFileSync(guaranteesPage, 'utf8');
}

function section(rule: string, promise: string, manifest: readonly Ablation[]): string {
  const rows = manifest
    .filter((one) => one.rule === rule)
    .map((one) => `| ${one.without} | ${filesOf(one)} | ${noticedBy(one)} |`);
  const head = ['| Taken out | Patched | Noticed by |', '| --- | --- | --- |'];
  return [`## ${rule.slice(0, 1).toUpperCase()}${rule.slice(1)}`, '', promise, '', ...head, ...rows].join('\n');
}

function filesOf({ edits }: Ablation): string {
  return [...new Set(edits.map(({ file }) => `\`${file}\``))].join('<br>');
}

function noticedBy({ spec, fails, kind }: Ablation): string {
  const tests = kind === 'cost' ? ['nothing: it only saves work'] : fails.map((name) => `“${name}”`);
  return [...tests, `in \`${spec}\``].join('<br>');
}
