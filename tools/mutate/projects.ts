import { sources } from '../fitness/sources.ts';

/** What is mutated, by the word for it on the command line. */
export const PROJECTS = { kernel: 'libs/domain/statechart', expressions: 'libs/domain/expression' } as const;

export type ProjectName = keyof typeof PROJECTS;

/** The rules themselves: no specs, nothing that only specs use, no lists of exports. */
export function rulesOf(project: ProjectName): readonly string[] {
  return sources(`${PROJECTS[project]}/src/**/*.ts`, `${PROJECTS[project]}/src/*.ts`)
    .map(({ path }) => path)
    .filter((path) => !/\.spec\.ts$|\/(testing|properties|w3c)\/|\/index\.ts$/u.test(path));
}

/** The file that loads all fast specs of a project: in one file they share what they load, which is most of their time. */
export function specsOf(project: ProjectName): string {
  return `<rootDir>/tools/mutate/specs-of-${PROJECTS[project].split('/').at(-1) ?? ''}.mjs`;
}
