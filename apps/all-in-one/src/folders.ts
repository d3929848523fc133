import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the bundle when there is one, else where the build of this project puts it. */
function beside(bundled: string, inProject: string): string {
  const there = fileURLToPath(new URL(bundled, import.meta.url));
  return existsSync(there) ? there : fileURLToPath(new URL(inProject, import.meta.url));
}

/** The chat page and the widget, as `npm run build` makes them. */
export function pagesFolder(): string {
  return beside('../web-chat/page.html', '../../../dist/apps/web-chat/page.html').replace(/page\.html$/, '');
}

export function demoFlowFile(): string {
  return beside('./bank-transfer.flow.json', '../../docs/examples/bank-transfer.flow.json');
}

/** Whether a Parley has kept its data here: a slip in PARLEY_DATA must cost nobody's files, and must not look sound. */
export function holdsParley(dataFolder: string): boolean {
  return ['postgres', 'postgres.location', 'root.key'].some((name) => existsSync(join(dataFolder, name)));
}
