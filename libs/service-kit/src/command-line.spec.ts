import { readCommandLine } from './command-line.ts';

const command = {
  call: 'npm run dig --',
  about: 'Digs a hole. It takes a minute.',
  options: {
    deep: { kind: 'whole', default: 3, about: 'metres' },
    tool: { kind: 'choice', of: ['spade', 'hands'], default: 'spade', about: 'what to dig with' },
    note: { kind: 'text', value: 'WORDS', about: 'left beside it' },
    quiet: { kind: 'flag', about: 'without singing' },
  },
} as const;
const digs = { ...command, subject: { name: 'place', of: ['garden', 'beach'] } } as const;

describe('a command line', () => {
  it('is read, with what is not said as the help tells it', () => {
    expect(readCommandLine(command, [])).toEqual({
      kind: 'run',
      subject: '',
      objects: [],
      options: { deep: 3, tool: 'spade', note: undefined, quiet: false },
    });
    expect(readCommandLine(command, ['--deep', '10', '--tool=hands', '--note', 'mine', '--quiet'])).toEqual({
      kind: 'run',
      subject: '',
      objects: [],
      options: { deep: 10, tool: 'hands', note: 'mine', quiet: true },
    });
    expect(readCommandLine(digs, ['beach', '--quiet'])).toMatchObject({ subject: 'beach', options: { quiet: true } });
  });

  it('takes any one word where it is not said which', () => {
    const reads = { ...command, subject: { name: 'file' } } as const;
    expect(readCommandLine(reads, ['a.json'])).toMatchObject({ kind: 'run', subject: 'a.json' });
    const problem = 'One file is wanted. npm run dig -- --help says what there is.';
    expect(readCommandLine(reads, [])).toEqual({ kind: 'wrong', problem });
    expect(readCommandLine(reads, ['a.json', 'b.json'])).toEqual({ kind: 'wrong', problem });
  });

  it('takes more words after the first where there may be some, each once', () => {
    const objects = { name: 'bed', of: ['roses', 'kale'] };
    const plants = { ...digs, objects };
    expect(readCommandLine(plants, ['garden'])).toMatchObject({ subject: 'garden', objects: [] });
    const answer = readCommandLine(plants, ['garden', 'kale', '--quiet', 'roses', 'kale']);
    expect(answer).toMatchObject({ subject: 'garden', objects: ['kale', 'roses'], options: { quiet: true } });
    const problem = 'There is no bed “beach”: roses, kale. npm run dig -- --help says what there is.';
    expect(readCommandLine(plants, ['garden', 'beach'])).toEqual({ kind: 'wrong', problem });
    expect(readCommandLine(plants, ['--help'])).toMatchObject({
      text: expect.stringMatching(
        /^npm run dig -- <place> \[bed …\] \[options\]\n(.|\n)*\[bed …\] are some of: roses, kale\n/,
      ),
    });
  });

  it.each([
    [['--depth', '10'], "Unknown option '--depth'. npm run dig -- --help says what there is."],
    [['garden'], "Unexpected argument 'garden'. npm run dig -- --help says what there is."],
    [['--deep', 'lots'], '--deep takes a whole number, not “lots”. npm run dig -- --help says what there is.'],
    [['--deep=-1'], '--deep takes a whole number, not “-1”. npm run dig -- --help says what there is.'],
    [['--tool', 'fork'], '--tool takes spade, hands, not “fork”. npm run dig -- --help says what there is.'],
    [['--note'], "Option '--note <value>' argument missing. npm run dig -- --help says what there is."],
    [['--quiet=no'], "Option '--quiet' does not take an argument. npm run dig -- --help says what there is."],
  ])('%j is refused with a sentence that names it', (words, problem) => {
    expect(readCommandLine(command, words)).toEqual({ kind: 'wrong', problem });
  });

  it.each([
    [[], 'One place is wanted: garden, beach. npm run dig -- --help says what there is.'],
    [['attic'], 'There is no place “attic”: garden, beach. npm run dig -- --help says what there is.'],
    [['garden', 'beach'], 'One place is wanted: garden, beach. npm run dig -- --help says what there is.'],
  ])('%j does not say which one is wanted', (words, problem) => {
    expect(readCommandLine(digs, words)).toEqual({ kind: 'wrong', problem });
  });

  it('asked for help says what it does, how long, and every option, whatever else is said', () => {
    const answer = readCommandLine(digs, ['--nonsense', '--help']);
    expect(answer).toEqual({
      kind: 'help',
      text: [
        'npm run dig -- <place> [options]',
        '',
        'Digs a hole. It takes a minute.',
        '',
        '<place> is one of: garden, beach',
        '',
        '  --deep N            metres (3)',
        '  --tool spade|hands  what to dig with (spade)',
        '  --note WORDS        left beside it',
        '  --quiet             without singing',
        '  --help              this',
      ].join('\n'),
    });
  });
});
