import { checkFlow, placeInText, type Flow } from '@parley/flow';
import type { Problem } from '@parley/statechart';
import { readFileSync } from 'node:fs';
import type { World } from './world.ts';

export interface FlowFile {
  readonly path: string;
  readonly text: string;
}

/** The file's text; null = it cannot be read, and that was said. */
export function readFlowFile(path: string, world: World): FlowFile | null {
  try {
    return { path, text: readFileSync(path, 'utf8') };
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'There is no such file' : (error as Error).message;
    world.complain(`${path}: ${why}.`);
    return null;
  }
}

/** The flow, ready to run, its warnings said; null = it has problems, and all were said. */
export function readFlow(file: FlowFile, world: World): Flow | null {
  const checked = checkFlow(file.text);
  const problems = checked.ok ? checked.warnings : checked.problems;
  for (const problem of problems) world.say(lineOf(file, problem));
  if (checked.ok) return checked.flow;
  world.complain(`${problems.length === 1 ? '1 problem' : `${problems.length} problems`} in ${file.path}.`);
  return null;
}

/** `file:line:column  code  sentence fix`, as editors and terminals make it a link. */
export function lineOf({ path, text }: FlowFile, { pointer, code, message, fix, severity }: Problem): string {
  const { line, column } = placeInText(text, pointer);
  const kind = severity === 'warning' ? 'warning ' : '';
  return `${path}:${line}:${column}  ${kind}${code}  ${message}${fix === undefined ? '' : ` ${fix}`}`;
}
