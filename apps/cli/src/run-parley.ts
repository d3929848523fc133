import { chat } from './chat/chat.ts';
import { check } from './check.ts';
import { publish } from './publish.ts';
import type { World } from './world.ts';

/** Answers the exit code: 0 done, 1 the flow has problems or the server refused, 2 it was called wrongly. */
type Run = (words: readonly string[], world: World) => Promise<number>;

const COMMANDS: ReadonlyMap<string, { readonly about: string; readonly run: Run }> = new Map([
  ['check', { about: 'says everything that is wrong with a flow, at its place', run: check }],
  ['publish', { about: 'checks a flow and makes it what new conversations run', run: publish }],
  ['chat', { about: 'talks to a flow here, without a server', run: chat }],
]);

/** `parley <command> …`. */
export async function runParley([name = '--help', ...words]: readonly string[], world: World): Promise<number> {
  const command = COMMANDS.get(name);
  if (command !== undefined) return command.run(words, world);
  if (name === '--help' || name === '-h') {
    world.say(help());
    return 0;
  }
  world.complain(`There is no command “${name}”: ${[...COMMANDS.keys()].join(', ')}. parley --help says what they do.`);
  return 2;
}

function help(): string {
  const lines = [...COMMANDS].map(([name, { about }]) => `  ${name.padEnd(9)}${about}`);
  return ['parley <command> …', '', ...lines, '', 'parley <command> --help says more.'].join('\n');
}
