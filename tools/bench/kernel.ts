import { runBundled } from './run-bundled.ts';

/** The kernel beside XState. */
export async function kernel(_seconds: number, say: (line: string) => void): Promise<Readonly<Record<string, number>>> {
  return runBundled('kernel', say);
}

/** What the hostile corpus costs, case by case, and whether anything of it stays in memory. */
export async function hostile(
  _seconds: number,
  say: (line: string) => void,
): Promise<Readonly<Record<string, number>>> {
  return runBundled('hostile', say);
}
