import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { PageFile } from '../pages.ts';

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Parley API</title>
<link rel="stylesheet" href="/v1/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<script src="/v1/docs/swagger-ui-bundle.js"></script>
<script src="/v1/docs/start.js"></script>
</body>
</html>
`;

const start = `SwaggerUIBundle({ url: '/v1/openapi.json', dom_id: '#api', deepLinking: true, validatorUrl: null });
`;

/** The API's description and the files of its page, read once at the start: nothing else of the disk can be asked for. */
export class ApiDocs {
  readonly files: ReadonlyMap<string, PageFile>;
  private described: PageFile | null = null;

  constructor() {
    const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
    const read = (name: string): Buffer => readFileSync(join(folder, name));
    this.files = new Map([
      ['index.html', fileOf(Buffer.from(html), 'text/html; charset=utf-8')],
      ['start.js', fileOf(Buffer.from(start), 'text/javascript; charset=utf-8')],
      ['swagger-ui-bundle.js', fileOf(read('swagger-ui-bundle.js'), 'text/javascript; charset=utf-8')],
      ['swagger-ui.css', fileOf(read('swagger-ui.css'), 'text/css; charset=utf-8')],
    ]);
  }

  /** null until the routes are known. */
  get document(): PageFile | null {
    return this.described;
  }

  describe(document: object): void {
    this.described = fileOf(Buffer.from(JSON.stringify(document)), 'application/json');
  }
}

function fileOf(bytes: Buffer, type: string): PageFile {
  return { bytes, type, etag: `"${createHash('sha256').update(bytes).digest('base64url')}"` };
}
