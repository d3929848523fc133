import type { CoreMachine } from '@parley/statechart';
import { Context } from './context.ts';
import { ImportFindings } from './import-findings.ts';
import { importMachine } from './import-machine.ts';
import type { Importation } from './problem.ts';
import { readXml } from './read-xml.ts';

/**
 * Translates an SCXML document into the core format. What has no translation is named, all of it at once, in the order of the
 * document; nothing is guessed. Whether the machine is sound (targets that exist, …) is `compile`'s to say. Never throws.
 */
export function importScxml(xml: string): Importation<CoreMachine> {
  const findings = new ImportFindings(xml);
  const root = readXml(xml, findings);
  if (root === null) return { ok: false, problems: findings.problems };
  const context = new Context(findings);
  if (context.nameOf(root) !== 'scxml') {
    findings.problem(root.offset, 'root-unknown', `The root is <${root.name}>, not <scxml>.`, 'Begin with <scxml>.');
    return { ok: false, problems: findings.problems };
  }
  const machine = importMachine(context, root);
  const byPlace = (a: Place, b: Place): number => a.line - b.line || a.column - b.column;
  if (findings.problems.length > 0) return { ok: false, problems: findings.problems.toSorted(byPlace) };
  return { ok: true, machine, notes: findings.notes.toSorted(byPlace) };
}

interface Place {
  readonly line: number;
  readonly column: number;
}
