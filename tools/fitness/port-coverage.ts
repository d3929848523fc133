/** One source file: path from the root, text. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** Adapters (classes that extend a port) whose project never runs that port's contract suite on them. */
export function adaptersWithoutSuite(ports: readonly Source[], adapters: readonly Source[]): string[] {
  const suiteOf = new Map<string, string>();
  for (const folder of new Set(ports.map((source) => source.path.split('/').slice(0, -1).join('/')))) {
    const inFolder = ports.filter((source) => source.path.startsWith(`${folder}/`));
    const suite = inFolder.flatMap((source) => [...source.text.matchAll(/export function (\w+Suite)\b/g)]).at(0)?.[1];
    for (const source of inFolder)
      for (const match of source.text.matchAll(/export abstract class (\w+)/g))
        suiteOf.set(match[1] ?? '', suite ?? 'none');
  }
  const specs = adapters.filter((source) => source.path.endsWith('.spec.ts'));
  return adapters
    .filter((source) => !source.path.endsWith('.spec.ts'))
    .flatMap((source) =>
      [...source.text.matchAll(/export class (\w+)(?:<[^>]*>)? extends (\w+)/g)]
        .filter(([, , port]) => suiteOf.has(port ?? ''))
        .filter(
          ([, adapter, port]) => !specs.some((spec) => runs(spec.text, suiteOf.get(port ?? '') ?? '', adapter ?? '')),
        )
        .map(([, adapter, port]) => `${source.path}: ${adapter} stands behind ${port} without running its suite`),
    );
}

function runs(spec: string, suite: string, adapter: string): boolean {
  return new RegExp(`\\b${suite}\\(`).test(spec) && new RegExp(`\\b${adapter}\\b`).test(spec);
}
