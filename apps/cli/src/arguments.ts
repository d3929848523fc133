import { readCommandLine, type Command, type CommandAnswer } from '@parley/service-kit';
import type { World } from './world.ts';

type Asked<Options extends Command['options']> = Extract<CommandAnswer<Options>, { readonly kind: 'run' }>;

/** What was asked for, or the exit code of a help that was shown or a slip that was named. */
export function askedFor<const Options extends Command['options']>(
  command: Command<Options>,
  words: readonly string[],
  world: World,
): Asked<Options> | number {
  const answer = readCommandLine(command, words);
  if (answer.kind === 'run') return answer;
  if (answer.kind === 'help') world.say(answer.text);
  else world.complain(answer.problem);
  return answer.kind === 'help' ? 0 : 2;
}
