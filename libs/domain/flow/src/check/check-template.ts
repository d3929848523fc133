import { checkTemplate, parseTemplate } from '@parley/template';
import type { Checking } from './checking.ts';
import { namesFor } from './declared-types.ts';

/** What may be unset is a warning in a text: it is rendered as nothing (FLOW 7). */
const WARNINGS: ReadonlySet<string> = new Set(['maybe-unset']);

/** One template: its syntax, its filters, every path it reads. */
export function checkTemplateText(
  source: string,
  at: string,
  on: readonly string[] | undefined,
  { flow, tree, findings }: Checking,
): void {
  const parsed = parseTemplate(source);
  if (!parsed.ok) {
    for (const each of parsed.problems)
      findings.add(at, 'template-syntax', `${each.message} (character ${each.at + 1})`, each.fix);
    return;
  }
  const names = namesFor(flow, on);
  for (const each of checkTemplate(parsed.template, { names, states: new Set(tree.byName.keys()) })) {
    const message = `${each.message} (character ${each.at + 1})`;
    if (WARNINGS.has(each.code)) findings.warn(at, `template-${each.code}`, message, each.fix);
    else findings.add(at, `template-${each.code}`, message, each.fix);
  }
}
