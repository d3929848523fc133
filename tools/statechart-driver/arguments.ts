export interface Arguments {
  readonly scxml: boolean;
  readonly help: boolean;
  /** Where the lines that come in are written. */
  readonly log: string | null;
  /** Whence lines are read instead of stdin. */
  readonly replay: string | null;
}

/** @returns a sentence where they cannot be read. */
export function readArguments(given: readonly string[]): Arguments | string {
  let read: Arguments = { scxml: false, help: false, log: null, replay: null };
  for (let index = 0; index < given.length; index++) {
    const name = given[index] ?? '';
    if (name === '--scxml') read = { ...read, scxml: true };
    else if (name === '--help' || name === '-h') read = { ...read, help: true };
    else if (name === '--log' || name === '--replay') {
      const file = given[++index];
      if (file === undefined || file.startsWith('--')) return `${name} wants the name of a file.`;
      read = { ...read, [name.slice(2)]: file };
    } else return `${name} is not known; see --help.`;
  }
  if (read.log !== null && read.log === read.replay) return '--log and --replay want different files.';
  return read;
}

export const HELP = `Drives a statechart by JSON lines: one command a line on stdin, one answer a line on stdout.

  npm run -s statechart-driver [-- options]

  --scxml         takes {"loadScxml": "<scxml …>"} too
  --log FILE      writes the lines that come in to FILE
  --replay FILE   reads the lines from FILE instead of stdin
  --help          says this

Commands
  {"load": <machine in the core format>, "options": {"limits": {…}, "sessionid": "…", "trace": true}}
  {"start": {"input": {…}, "now": 0}}
  {"event": {"name": "…", "data": …}}
  {"result": {"operation": "…", "outcome": "done" | "failed" | "unknown", "value": …}}
  {"advance": <ms>}
  {"snapshot": true}
  {"restore": <snapshot>, "now": <ms>, "seq": <number>}

Answers
  {"configuration": […], "status": "…", "effects": […], "log": […], "problems": […]}  or  {"error": {"code": "…", "message": "…"}}

The page apps/docs/reference/driver.md tells the rest, with a worked example.
`;
