import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../fitness/sources.ts';
import { run, type Ended, type Programs } from './programs.ts';

export interface Check {
  readonly name: string;
  /** Answers what is wrong; empty = nothing. */
  readonly run: () => string;
}

export const services = ['gateway', 'chat', 'state-engine', 'model-orchestrator', 'adaptors', 'security'] as const;

const CHART = 'deploy/helm/parley';
const DOCKERFILE = 'deploy/docker/Dockerfile';
const EVERYTHING = 'deploy/compose/everything.yml';
const valueFiles = { 'the default values': [], 'every option': ['everything'], 'as little as can be': ['minimal'] };
const password = 'PARLEY_POSTGRES_PASSWORD=any';

/** Values that somebody could write by mistake, and what they must be told. */
const mistakes: readonly (readonly [values: string, sentence: RegExp])[] = [
  ['image.tagg=1', /'tagg' not allowed/],
  ['image.tag=latest', /\/image\/tag/],
  ['drainSeconds=0', /drainSeconds.*minimum/],
  ['kafka.sasl=md5', /kafka\/sasl.*must be one of/],
  ['kafka.brokers={kafka}', /kafka\/brokers/],
  ['secrets.rootKey.existingSecret=', /rootKey\/existingSecret/],
  ['services.chat.settings.MONGODB_URL=x', /chat\/settings\/MONGODB_URL/],
  ['services.billing.replicas=1', /'billing' not allowed/],
];

/** Files that are wrong, and what the judge must say: else it would say nothing of right ones, too. */
const seeded: readonly (readonly [what: string, words: string, sentence: RegExp])[] = [
  ['a misspelt member', 'kubernetes < misspelt.yaml', /unknown field "spec.replica"/],
  ['a pod that runs as root', 'kubernetes < root.yaml', /runAsNonRoot/],
  ['a service without pods', 'kubernetes < lonely.yaml', /selects the pods of 0 deployments/],
  ['a file that is not there to be copied', 'dockerfile Dockerfile chat', /copies no-such-file/],
  ['an instruction that there is not', 'dockerfile Dockerfile.misspelt chat', /unknown instruction: ENTRYPONT/],
  ['a misspelt key of Compose', 'compose misspelt.yml', /comand/],
];

export function checksOf({ helm, judge }: Programs): readonly Check[] {
  return [
    check('the Dockerfile, for each service', () => run(judge, ['dockerfile', DOCKERFILE, 'all-in-one', ...services])),
    ...['engines', 'everything'].map((name) =>
      check(`Compose, ${name}.yml`, () => run(judge, ['compose', `deploy/compose/${name}.yml`, password])),
    ),
    ...Object.entries(valueFiles).flatMap(([name, files]) => [
      check(`the chart is sound with ${name}`, () => run(helm, ['lint', '--strict', CHART, ...valuesOf(files)])),
      check(`an API server takes what it renders with ${name}`, () => judged(helm, judge, files)),
    ]),
    ...mistakes.map(([values, sentence]) =>
      refusal(`the chart refuses ${values}`, sentence, () => run(helm, ['template', CHART, '--set', values])),
    ),
    ...seeded.map(([what, words, sentence]) =>
      refusal(`the judge sees ${what}`, sentence, () =>
        run('sh', ['-c', `cd tools/deploy-check/wrong && "$0" ${words}`, judge]),
      ),
    ),
    ...services.map((service) => ({
      name: `${service} knows every setting that it is given`,
      run: () => unknownSettings(service, { helm, judge }),
    })),
  ];
}

const check = (name: string, ended: () => Ended): Check => ({
  name,
  run: () => {
    const { ok, said } = ended();
    return ok ? '' : said;
  },
});

const refusal = (name: string, sentence: RegExp, ended: () => Ended): Check => ({
  name,
  run: () => {
    const { ok, said } = ended();
    if (ok) return 'It was taken.';
    return sentence.test(said) ? '' : `It was refused, but not with ${String(sentence)}: ${said}`;
  },
});

const valuesOf = (files: readonly string[]): readonly string[] =>
  files.flatMap((file) => ['--values', `${CHART}/ci/${file}.yaml`]);

function judged(helm: string, judge: string, files: readonly string[]): Ended {
  const rendered = run(helm, ['template', 'parley', CHART, '--namespace', 'parley', ...valuesOf(files)]);
  return rendered.ok ? run(judge, ['kubernetes'], rendered.output) : rendered;
}

/** A service refuses a PARLEY_ setting that it does not know, and does not heed any other: its `--help` names those it has. */
function unknownSettings(service: string, { helm, judge }: Programs): string {
  const program = join(root, 'dist/apps', service, 'main.js');
  if (!existsSync(program)) return `${program} is not built: npm run build.`;
  const help = run(process.execPath, [program, '--help']).said;
  const given = [
    ...settingsOf(run(judge, ['compose', EVERYTHING, password]).output, service),
    ...settingsOf(judged(helm, judge, ['everything']).output, `parley-${service}`),
  ];
  if (given.length === 0) return 'It is given none: neither Compose nor the chart names it.';
  const unknown = given.filter((name) => !help.includes(name) && !name.startsWith('OTEL_'));
  return unknown.length === 0 ? '' : `It does not know ${[...new Set(unknown)].join(', ')}.`;
}

function settingsOf(lines: string, service: string): readonly string[] {
  const line = lines.split('\n').find((text) => text.startsWith(`${service} `));
  return line === undefined
    ? []
    : line
        .split(' ')
        .slice(1)
        .map((name) => name.replace(/_FILE$/, ''));
}
