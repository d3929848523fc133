import { checkFlow, placeInText } from '@parley/flow';
import type { Problem } from '@parley/statechart';
import { layOut } from '../drawing/lay-out.ts';
import { planDrawing } from '../drawing/plan-drawing.ts';
import { namesOf } from './flow-names.ts';
import { lineAndColumn, readTree, spanOf } from './flow-text.ts';
import type { FlowProblem, PlacedProblem, Reading } from './protocol.ts';

/** Checks a text as the server will, but for what only the server knows, and draws it. */
export function readFlow(text: string): Reading {
  const checked = checkFlow(text);
  const root = readTree(text);
  const { languages } = namesOf(root);
  const problems = placeProblems(text, (checked.ok ? checked.warnings : checked.problems).map(told));
  return { problems, languages, scene: checked.ok ? layOut(planDrawing(checked.flow.core, root)) : null };
}

/** Finds the place of each problem, in text order. */
export function placeProblems(text: string, problems: readonly FlowProblem[]): readonly PlacedProblem[] {
  const root = readTree(text);
  const placed = problems.map((problem) => {
    const span = problem.code === 'json-syntax' ? whereReadingEnds(text) : spanOf(root, problem.pointer);
    return { ...problem, ...span, ...lineAndColumn(text, span.from) };
  });
  return placed.sort((a, b) => a.from - b.from);
}

function whereReadingEnds(text: string): { readonly from: number; readonly to: number } {
  const { line, column } = placeInText(text, '');
  const before = text.split('\n').slice(0, line - 1);
  const from = Math.min(text.length, before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1);
  return { from, to: Math.min(text.length, from + 1) };
}

function told({ pointer, code, message, fix, severity }: Problem): FlowProblem {
  return { pointer, code, message, fix: fix ?? '', severity: severity ?? 'error' };
}
