import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A file as it is served. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
}

/** The files of the chat page and widget, read once: nothing else of the disk can be asked for. */
export interface Pages {
  readonly chat: PageFile | null;
  readonly widget: PageFile | null;
  readonly assets: ReadonlyMap<string, PageFile>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** @throws when the folder cannot be read */
export async function readPages(folder: string): Promise<Pages> {
  const read = async (...path: string[]): Promise<PageFile | null> => {
    const file = join(folder, ...path);
    const bytes = await readFile(file).catch(() => null);
    const type = types[extname(file)];
    if (!bytes || type === undefined) return null;
    return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
  };
  const assets = new Map<string, PageFile>();
  for (const name of await readdir(join(folder, 'assets'))) {
    const file = await read('assets', name);
    if (file) assets.set(name, file);
  }
  return { chat: await read('page.html'), widget: await read('widget.js'), assets };
}
