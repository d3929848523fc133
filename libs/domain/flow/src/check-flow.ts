import { sha256Hex } from '@parley/message';
import type { Problem } from '@parley/statechart';
import { compile } from '@parley/statechart';
import { checkCycles } from './check/check-cycles.ts';
import { checkExpressions } from './check/check-expressions.ts';
import { checkModel } from './check/check-model.ts';
import { checkNames } from './check/check-names.ts';
import { checkBranches, checkReach } from './check/check-reach.ts';
import { checkTargets } from './check/check-targets.ts';
import { checkTexts } from './check/check-texts.ts';
import { checkUnderstanding } from './check/check-understanding.ts';
import { checkWork } from './check/check-work.ts';
import type { AdapterManifest } from './check/checking.ts';
import { assembleFlow, desugaringOf } from './assemble-flow.ts';
import { desugarFlow } from './desugar/desugar-flow.ts';
import { Findings } from './findings.ts';
import type { Flow } from './flow.ts';
import type { AuthoredFlow } from './format/authored.ts';
import { flowShape } from './format/flow-shape.ts';
import type { JsonNode } from './json/json-node.ts';
import { offsetsIn } from './json/place-in-text.ts';
import { placeOf, scanJson } from './json/scan-json.ts';
import { readShape } from './shape/read-shape.ts';
import { buildTree } from './tree/state-tree.ts';
import type { StateTree } from './tree/state-tree.ts';

export interface CheckOptions {
  /** What adapters offer. Absent: integrations are checked in shape only. */
  readonly manifests?: readonly AdapterManifest[];
}

export type CheckedFlow =
  | { readonly ok: true; readonly flow: Flow; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const MAX_TEXT_LENGTH = 1_000_000;
const MAX_STATES = 1_000;

/** Reads a flow's text and tells everything that is wrong with it, in text order; without a problem it is ready to run. */
export function checkFlow(text: string, options: CheckOptions = {}): CheckedFlow {
  const findings = new Findings();
  if (text.length > MAX_TEXT_LENGTH)
    return refuse('text-too-long', `A flow may have ${MAX_TEXT_LENGTH} characters; this has ${text.length}.`);
  const scanned = scanJson(text);
  if (!scanned.ok) {
    const { line, column } = placeOf(text, scanned.at);
    return refuse('json-syntax', `${scanned.message} (line ${line}, column ${column}).`);
  }

  const read = readShape(scanned.root, flowShape, findings);
  if (read === undefined) return { ok: false, problems: findings.problems };
  const authored = read as AuthoredFlow;
  const tree = buildTree(authored);
  if (tree.all.length > MAX_STATES) {
    return refuse('states-too-many', `A flow may have ${MAX_STATES} states; this has ${tree.all.length}.`);
  }
  checkAll(authored, tree, findings, options);
  if (findings.problems.length > 0) return { ok: false, problems: inTextOrder(findings.problems, scanned.root) };

  const desugaring = desugaringOf(authored, tree);
  const core = desugarFlow(desugaring);
  const hash = sha256Hex(new TextEncoder().encode(text));
  const compiled = compile(core, { identity: hash });
  if (!compiled.ok) return { ok: false, problems: inTextOrder(compiled.problems, scanned.root) };
  const flow = assembleFlow(desugaring, core, compiled.machine, hash);
  return { ok: true, flow, warnings: inTextOrder(findings.warnings, scanned.root) };
}

function checkAll(flow: AuthoredFlow, tree: StateTree, findings: Findings, { manifests }: CheckOptions): void {
  const checking = { flow, tree, findings, ...(manifests && { manifests }) };
  checkNames(checking);
  checkTargets(checking);
  checkReach(checking);
  checkBranches(checking);
  checkCycles(checking);
  checkTexts(checking);
  checkModel(checking);
  checkUnderstanding(checking);
  checkExpressions(checking);
  checkWork(checking);
}

function refuse(code: string, message: string): CheckedFlow {
  return { ok: false, problems: [{ pointer: '', code, message }] };
}

/** By the place in the text, then by code. */
function inTextOrder(problems: readonly Problem[], root: JsonNode): readonly Problem[] {
  const offsetOf = offsetsIn(root);
  return [...problems].sort(
    (a, b) => offsetOf(a.pointer) - offsetOf(b.pointer) || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
