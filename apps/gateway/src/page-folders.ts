import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The chat page, the widget and the console: beside the bundle when there is one, else where the build puts them. */
export function pageFolders(): { readonly chat: string; readonly console: string } {
  return { chat: pageFolder('web-chat'), console: pageFolder('console') };
}

function pageFolder(app: string): string {
  const bundled = fileURLToPath(new URL(`../${app}/`, import.meta.url));
  return existsSync(`${bundled}page.html`)
    ? bundled
    : fileURLToPath(new URL(`../../../dist/apps/${app}/`, import.meta.url));
}
