import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A file as it is served. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly etag: string;
}

/** A page and the files that it loads. */
export interface Page {
  readonly html: PageFile | null;
  readonly assets: ReadonlyMap<string, PageFile>;
}

/** The files of our pages and the widget, read once: nothing else of the disk can be asked for. */
export interface Pages {
  readonly chat: Page;
  readonly console: Page;
  readonly widget: PageFile | null;
}

/** Where the build has put the pages. */
export interface PageFolders {
  readonly chat: string;
  readonly console: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
};

/** @throws when a folder cannot be read */
export async function readPages(folders: PageFolders): Promise<Pages> {
  return {
    chat: await readPage(folders.chat),
    console: await readPage(folders.console),
    widget: await readPageFile(join(folders.chat, 'widget.js')),
  };
}

async function readPage(folder: string): Promise<Page> {
  const assets = new Map<string, PageFile>();
  for (const name of await readdir(join(folder, 'assets'))) {
    const file = await readPageFile(join(folder, 'assets', name));
    if (file) assets.set(name, file);
  }
  return { html: await readPageFile(join(folder, 'page.html')), assets };
}

async function readPageFile(path: string): Promise<PageFile | null> {
  const bytes = await readFile(path).catch(() => null);
  const type = types[extname(path)];
  if (!bytes || type === undefined) return null;
  return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}
