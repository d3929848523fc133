import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the bundle when there is one, else where the build of this project puts it. */
function beside(bundled: string, inProject: string): string {
  const there = fileURLToPath(new URL(bundled, import.meta.url));
  return existsSync(there) ? there : fileURLToPath(new URL(inProject, import.meta.url));
}

/** The chat page, the widget and the console, as `npm run build` makes them. */
export function pageFolders(): { readonly chat: string; readonly console: string } {
  return { chat: pageFolder('web-chat'), console: pageFolder('console') };
}

function pageFolder(app: string): string {
  return beside(`../${app}/page.html`, `../../../dist/apps/${app}/page.html`).replace(/page\.html$/, '');
}

export function demoFlowFile(): string {
  return beside('./bank-transfer.flow.json', '../../docs/examples/bank-transfer.flow.json');
}

/** Whether a Parley has kept its data here: a slip in PARLEY_DATA must cost nobody's files, and must not look sound. */
export function holdsParley(dataFolder: string): boolean {
  return ['postgres', 'postgres.location', 'root.key'].some((name) => existsSync(join(dataFolder, name)));
}
