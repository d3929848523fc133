import { parseArgs } from 'node:util';

export interface Arguments {
  readonly scxml: boolean;
  readonly help: boolean;
  /** Where the lines that come in are written. */
  readonly log: string | null;
  /** Whence lines are read instead of stdin. */
  readonly replay: string | null;
}

/** @returns a sentence where they cannot be read. Not the reader of the other tools: what comes with that would make each start slower. */
export function readArguments(given: readonly string[]): Arguments | string {
  try {
    const { values } = parseArgs({ args: [...given], strict: true, options: OPTIONS });
    const { scxml = false, help = false, log = null, replay = null } = values;
    if (log !== null && log === replay) return `--log and --replay want different files. ${ASK}`;
    return { scxml, help, log, replay };
  } catch (error) {
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/);
    return `${sentence}. ${ASK}`;
  }
}

const OPTIONS = {
  scxml: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  log: { type: 'string' },
  replay: { type: 'string' },
} as const;

const ASK = 'npm run -s statechart-driver -- --help says what there is.';

export const HELP = `npm run -s statechart-driver -- [options]

Drives a statechart by JSON lines: one command a line on stdin, one answer a line on stdout. Starts within a second.

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

  --scxml         takes {"loadScxml": "<scxml …>"} too
  --log FILE      writes the lines that come in to FILE
  --replay FILE   reads the lines from FILE instead of stdin
  --help          this
`;
