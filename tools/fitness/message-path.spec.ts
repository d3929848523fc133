import { messagePath, topics } from '@parley/contracts';
import { sources } from './sources.ts';

/** (service, use case) of each line of a figure or list: a service's name, then a verb-noun use case on the same line. */
function steps(text: string): string[] {
  const known = new Set(messagePath.map((step) => step.useCase));
  return [...text.matchAll(/\b(gateway|chat|state-engine)\b[^\n]*?\b([a-z]+-[a-z]+(?:-[a-z]+)?)\b/g)]
    .filter(([, , useCase]) => known.has(useCase ?? ''))
    .map(([, service, useCase]) => `${service} ${useCase}`);
}

const told = messagePath.map((step) => `${step.service} ${step.useCase}`);

function figureOf(readme: string): string {
  return /```\n(customer writes[\s\S]*?)```/.exec(readme)?.[1] ?? '';
}

describe('the path of one message', () => {
  const [readme] = sources('README.md');
  const [story] = sources('apps/**/one-message.e2e.spec.ts');

  it('is the same in the README as in the table of topics', () => {
    const figure = figureOf(readme?.text ?? '');
    expect(new Set(steps(figure))).toEqual(new Set(told));
    for (const { topic } of topics) expect(figure).toContain(topic);
  });

  it('is the same in the executable story as in the table of topics', () => {
    expect(new Set(steps(story?.text ?? ''))).toEqual(new Set(told));
  });

  it('is compared at all: a seeded difference is found', () => {
    const figure = figureOf(readme?.text ?? '').replace('deliver-reply', 'forget-reply');
    expect(new Set(steps(figure))).not.toEqual(new Set(told));
  });

  it('has each of its steps as a file of that name in its service', () => {
    for (const { service, useCase } of messagePath) {
      expect({ service, useCase, files: sources(`libs/services/${service}/src/${useCase}*`).length > 0 }).toEqual({
        service,
        useCase,
        files: true,
      });
    }
  });
});
