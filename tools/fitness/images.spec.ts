import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scratchFolder } from '@parley/testing';
import { root } from './sources.ts';

const docker = join(root, 'deploy/docker');

describe('secrets handed over as files', () => {
  const preload = pathToFileURL(join(docker, 'secrets-from-files.mjs')).href;
  const print = 'console.log(JSON.stringify([process.env.REDIS_URL, process.env.REDIS_URL_FILE]))';
  const start = (environment: Readonly<Record<string, string>>) =>
    spawnSync(process.execPath, ['--import', preload, '--eval', print], { env: environment, encoding: 'utf8' });
  const file = join(scratchFolder('secrets'), 'redis-url');
  writeFileSync(file, 'redis://:hush@redis:6379\n');

  it('become settings, and leave nothing that a service would not know', () => {
    expect(JSON.parse(start({ REDIS_URL_FILE: file }).stdout)).toEqual(['redis://:hush@redis:6379', null]);
    expect(JSON.parse(start({ REDIS_URL: 'redis://redis' }).stdout)).toEqual(['redis://redis', null]);
  });

  it('stop the start with a sentence when they cannot be read or are given twice, and are not repeated in it', () => {
    const absent = start({ REDIS_URL_FILE: `${file}.absent` });
    expect([absent.status, absent.stderr]).toEqual([1, `REDIS_URL_FILE: ${file}.absent cannot be read (ENOENT).\n`]);
    const twice = start({ REDIS_URL_FILE: file, REDIS_URL: 'redis://:hush@other' });
    expect([twice.status, twice.stderr]).toEqual([1, 'REDIS_URL_FILE: must be unset, for REDIS_URL is set.\n']);
  });
});

describe('an image', () => {
  const keep = (app: string, from: string, to: string) =>
    spawnSync(process.execPath, [join(docker, 'keep-app.mjs'), app, from, to], { encoding: 'utf8' });
  const built = scratchFolder('built');
  for (const app of ['gateway', 'chat', 'web-chat', 'console']) {
    mkdirSync(join(built, app));
    writeFileSync(join(built, app, 'main.js'), '');
  }

  it('holds its own service, under the name that it is started by', () => {
    const image = scratchFolder('image');
    expect(keep('chat', built, image).status).toBe(0);
    expect(realpathSync(join(image, 'service'))).toBe(realpathSync(join(image, 'chat')));
    expect(execFileSync('ls', [image], { encoding: 'utf8' })).toBe('chat\nservice\n');
  });

  it('holds the pages where they are served', () => {
    const image = scratchFolder('image');
    expect(keep('gateway', built, image).status).toBe(0);
    expect(execFileSync('ls', [image], { encoding: 'utf8' })).toBe('console\ngateway\nservice\nweb-chat\n');
  });

  it('is not made of a service that there is not', () => {
    expect(keep('gatewy', built, scratchFolder('image'))).toMatchObject({ status: 2 });
  });

  it('is built from a folder that sends no secrets along', () => {
    const left = readFileSync(join(docker, 'Dockerfile.dockerignore'), 'utf8').split('\n');
    expect(left).toEqual(expect.arrayContaining(['deploy/compose', '**/.env', '**/node_modules', 'data']));
  });
});

describe('the certificates of services', () => {
  const folder = scratchFolder('certificates');
  const make = (): string =>
    execFileSync(join(root, 'deploy/certificates.sh'), [folder, 'talk', 'chats'], { encoding: 'utf8', stdio: 'pipe' });
  make();
  const read = (path: string): X509Certificate => new X509Certificate(readFileSync(join(folder, path)));
  const [authority, chat] = [read('ca.crt'), read('chat/tls.crt')];

  it('are signed by one authority, which may sign nothing below them', () => {
    expect(chat.verify(authority.publicKey)).toBe(true);
    expect([authority.ca, chat.ca]).toEqual([true, false]);
  });

  it.each(['chat', 'talk-chat', 'talk-chat.chats', 'talk-chat.chats.svc', 'localhost'])(
    'hold for %s and for no other service',
    (host) => {
      expect(chat.checkHost(host, { subject: 'never' })).toBe(host);
      expect(read('security/tls.crt').checkHost(host, { subject: 'never' })).toBe(
        host === 'localhost' ? host : undefined,
      );
    },
  );

  it('stay what they are when they are asked for again', () => {
    make();
    expect(read('chat/tls.crt').fingerprint256).toBe(chat.fingerprint256);
  });
});
