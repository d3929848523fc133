import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer, type Server } from 'node:tls';
import type { AddressInfo } from 'node:net';
import { describeEngine, makeTlsFiles, scratchFolder } from '@parley/testing';
import { testOptions } from '../testing/test-mongo.ts';
import { MongoDatabase, type MongoOptions } from './mongo-database.ts';
import { MongoProblem } from './mongo-problem.ts';

/** The server speaks plain text; before it stands one who wants TLS and a certificate of ours. */
describeEngine('mongodb', 'MongoDB behind TLS', (url) => {
  let folder: string;
  let server: Server;
  let options: MongoOptions;
  let authority: string;
  /** Our certificate and its key. */
  let both: string;

  beforeAll(async () => {
    folder = scratchFolder('mongodb-tls');
    const { authorityFile, certificateFile, keyFile } = makeTlsFiles(folder, 'mongodb');
    const [ca, cert, key] = [authorityFile, certificateFile, keyFile].map((path) => readFileSync(path, 'utf8'));
    both = join(folder, 'both.pem');
    writeFileSync(both, `${cert}${key}`);
    authority = authorityFile;
    const { hostname, port } = new URL(url);
    server = createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: true }, (client) => {
      const upstream = connect(Number(port), hostname);
      for (const socket of [client, upstream]) socket.on('error', () => undefined);
      client.pipe(upstream).pipe(client);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = `mongodb://localhost:${(server.address() as AddressInfo).port}/?directConnection=true`;
    options = { ...testOptions(address), serverMs: 1_500, connectMs: 1_000 };
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is reached with its authority and our certificate', async () => {
    const files = { tlsCaFile: authority, tlsCertKeyFile: both };
    const database = await MongoDatabase.connect({ ...options, ...files });
    await database.check();
    await database.close();
  });

  it.each([
    ['without TLS', () => ({})],
    ['without its authority', () => ({ tlsCertKeyFile: both })],
    ['without our certificate', () => ({ tlsCaFile: authority })],
  ])('is not reached %s', async (_, files) => {
    await expect(MongoDatabase.connect({ ...options, ...files() })).rejects.toThrow(MongoProblem);
  });
});
