import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { describeEngine, scratchFolder } from '@parley/testing';
import { testOptions } from '../testing/test-mongo.ts';
import { MongoDatabase, type MongoOptions } from './mongo-database.ts';
import { MongoProblem } from './mongo-problem.ts';

/** The server speaks plain text; before it stands one who wants TLS and a certificate of ours. */
describeEngine('mongodb', 'MongoDB behind TLS', (url) => {
  let folder: string;
  let server: Server;
  let options: MongoOptions;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = scratchFolder('mongodb-tls');
    const pair = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-keyout',
      file('key.pem'),
      '-out',
      file('cert.pem'),
    ];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', '-days', '1', ...pair, ...name], { stdio: 'ignore' });
    const [key, cert] = [readFileSync(file('key.pem')), readFileSync(file('cert.pem'))];
    execFileSync('sh', ['-c', `cat "${file('cert.pem')}" "${file('key.pem')}" > "${file('both.pem')}"`]);
    const { hostname, port } = new URL(url);
    server = createServer({ key, cert, ca: cert, requestCert: true, rejectUnauthorized: true }, (client) => {
      const upstream = connect(Number(port), hostname);
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      client.pipe(upstream).pipe(client);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}/?directConnection=true`;
    options = { ...testOptions(address), serverMs: 1_500, connectMs: 1_000 };
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is reached with its authority and our certificate', async () => {
    const files = { tlsCaFile: file('cert.pem'), tlsCertKeyFile: file('both.pem') };
    const database = await MongoDatabase.connect({ ...options, ...files });
    await database.check();
    await database.close();
  });

  it.each([
    ['without TLS', () => ({})],
    ['without its authority', () => ({ tlsCertKeyFile: file('both.pem') })],
    ['without our certificate', () => ({ tlsCaFile: file('cert.pem') })],
  ])('is not reached %s', async (_, files) => {
    await expect(MongoDatabase.connect({ ...options, ...files() })).rejects.toThrow(MongoProblem);
  });
});
