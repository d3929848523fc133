import { parseArgs } from 'node:util';

/** What may stand on a program's command line. `default` is what the program takes when it is not said. */
export type CommandOption =
  | { readonly kind: 'flag'; readonly about: string }
  /** `value` stands for the text in the help, e.g. `WORDS`. */
  | { readonly kind: 'text'; readonly value: string; readonly about: string; readonly default?: string }
  | { readonly kind: 'whole'; readonly about: string; readonly default: number }
  | { readonly kind: 'choice'; readonly of: readonly string[]; readonly about: string; readonly default?: string };

export interface Command<Options extends CommandOptions = CommandOptions> {
  /** As a person types it, e.g. `npm run chaos --`. */
  readonly call: string;
  /** What it does and how long that takes, for the help. */
  readonly about: string;
  readonly options: Options;
  /** What is wanted, said without dashes: one of several words, or (without `of`) any; absent = no such word is taken. */
  readonly subject?: { readonly name: string; readonly of?: readonly string[] };
  /** What may follow the subject, any number of them, absent = nothing may. */
  readonly objects?: { readonly name: string; readonly of: readonly string[] };
}

type CommandOptions = Readonly<Record<string, CommandOption>>;

type ValueOf<Option> = Option extends { readonly kind: 'flag' }
  ? boolean
  : Option extends { readonly kind: 'whole' }
    ? number
    : (Option extends { readonly of: readonly (infer Word)[] } ? Word : string) | WhenUnsaid<Option>;

type WhenUnsaid<Option> = Option extends { readonly default: string } ? never : undefined;

export type CommandAnswer<Options extends CommandOptions> =
  | {
      readonly kind: 'run';
      readonly options: { readonly [Name in keyof Options]: ValueOf<Options[Name]> };
      /** The one word without dashes; empty where none is taken. */
      readonly subject: string;
      /** The words after it, each once. */
      readonly objects: readonly string[];
    }
  | { readonly kind: 'help'; readonly text: string }
  /** A sentence that names what is wrong. */
  | { readonly kind: 'wrong'; readonly problem: string };

/** Reads the words after the program's name. Nothing unknown is passed over: a slip would start something else than was meant. */
export function readCommandLine<const Options extends CommandOptions>(
  command: Command<Options>,
  words: readonly string[],
): CommandAnswer<Options> {
  if (words.some((word) => word === '--help' || word === '-h')) return { kind: 'help', text: helpOf(command) };
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      strict: true,
      allowPositionals: command.subject !== undefined,
      options: Object.fromEntries(
        Object.entries(command.options).map(([name, { kind }]) => [
          name,
          { type: kind === 'flag' ? ('boolean' as const) : ('string' as const) },
        ]),
      ),
    });
    const [subject, objects] = wordsOf(command, positionals);
    const options = Object.entries(command.options).map(([name, option]) => [
      name,
      valueOf(name, option, values[name]),
    ]);
    return { kind: 'run', subject, objects, options: Object.fromEntries(options) };
  } catch (error) {
    // Of Node's message only its first sentence: the rest is about quoting.
    const [said = ''] = (error as Error).message.split(/\. |\n/);
    return { kind: 'wrong', problem: `${said}. ${command.call} --help says what there is.` };
  }
}

/** The same for a program's first lines: prints the help and ends (0), or says what is wrong and ends (2). */
export function commandLine<const Options extends CommandOptions>(
  command: Command<Options>,
): Extract<CommandAnswer<Options>, { readonly kind: 'run' }> {
  const answer = readCommandLine(command, process.argv.slice(2));
  if (answer.kind === 'run') return answer;
  if (answer.kind === 'help') process.stdout.write(`${answer.text}\n`);
  else process.stderr.write(`${answer.problem}\n`);
  process.exit(answer.kind === 'help' ? 0 : 2);
}

function wordsOf(command: Command, said: readonly string[]): readonly [string, readonly string[]] {
  if (command.objects === undefined) return [subjectOf(command, said), []];
  const { name, of } = command.objects;
  const objects = [...new Set(said.slice(1))];
  const unknown = objects.find((word) => !of.includes(word));
  if (unknown !== undefined) throw new RangeError(`There is no ${name} “${unknown}”: ${of.join(', ')}`);
  return [subjectOf(command, said.slice(0, 1)), objects];
}

function subjectOf({ subject }: Pick<Command, 'subject'>, said: readonly string[]): string {
  if (subject === undefined) return '';
  const [word] = said;
  const { name, of } = subject;
  if (word !== undefined && said.length === 1 && (of === undefined || of.includes(word))) return word;
  const problem = said.length === 1 && of !== undefined ? `There is no ${name} “${word}”` : `One ${name} is wanted`;
  throw new RangeError(of === undefined ? problem : `${problem}: ${of.join(', ')}`);
}

function valueOf(name: string, option: CommandOption, said: string | boolean | undefined): unknown {
  if (option.kind === 'flag') return said === true;
  if (typeof said !== 'string') return option.default;
  if (option.kind === 'whole') {
    if (!/^\d{1,9}$/.test(said)) throw new RangeError(`--${name} takes a whole number, not “${said}”`);
    return Number(said);
  }
  if (option.kind === 'choice' && !option.of.includes(said)) {
    throw new RangeError(`--${name} takes ${option.of.join(', ')}, not “${said}”`);
  }
  return said;
}

function helpOf({ call, about, options, subject, objects }: Command): string {
  const rows = [...Object.entries(options).map(([name, option]) => row(name, option)), ['--help', 'this'] as const];
  const width = Math.max(...rows.map(([left]) => left.length));
  const words = `${subject === undefined ? '' : ` <${subject.name}>`}${objects === undefined ? '' : ` [${objects.name} …]`}`;
  return [
    `${call}${words} [options]`,
    '',
    about,
    '',
    ...(subject?.of === undefined ? [] : [`<${subject.name}> is one of: ${subject.of.join(', ')}`, '']),
    ...(objects === undefined ? [] : [`[${objects.name} …] are some of: ${objects.of.join(', ')}`, '']),
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
  ].join('\n');
}

function row(name: string, option: CommandOption): readonly [string, string] {
  switch (option.kind) {
    case 'flag':
      return [`--${name}`, option.about];
    case 'text':
      return [`--${name} ${option.value}`, withDefault(option)];
    case 'whole':
      return [`--${name} N`, withDefault(option)];
    case 'choice':
      return [`--${name} ${option.of.join('|')}`, withDefault(option)];
  }
}

function withDefault(option: { readonly about: string; readonly default?: string | number }): string {
  return option.default === undefined ? option.about : `${option.about} (${option.default})`;
}
