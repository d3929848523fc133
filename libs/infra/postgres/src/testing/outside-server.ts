import { execFile } from 'node:child_process';
import { chownSync, copyFileSync, chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findBinaries, type Binaries } from '../embedded/binaries.ts';
import { prepareCluster, serverHome } from '../embedded/cluster.ts';
import { PostgresProblem } from '../embedded/postgres-problem.ts';
import { serverUser, type ServerUser } from '../embedded/server-user.ts';

export interface OutsideServerOptions {
  /** Holds everything, unless the server's user may not enter it (see `outsideServerHome`). */
  readonly folder: string;
  readonly port: number;
  /** Of `parley_admin`, the superuser. */
  readonly password: string;
  /** PEM files; null = plain connections. With them plain ones are refused. */
  readonly tls: { readonly certificateFile: string; readonly keyFile: string } | null;
}

/** The program to run, and as whom. */
export interface ServerLaunch {
  readonly command: string;
  readonly args: readonly string[];
  readonly uid?: number;
  readonly gid?: number;
}

/** Makes the files of a server as somebody else would run it: over TCP on the loopback, with a password, writing through. */
export async function prepareOutsideServer(options: OutsideServerOptions): Promise<ServerLaunch> {
  const user = serverUser();
  const binaries = findBinaries(user);
  const home = serverHome(options.folder, user);
  const cluster = await prepareCluster(home, binaries, user, true);
  const identity = user.other ? { uid: user.uid, gid: user.gid } : {};
  const doorFile = join(home, 'pg_hba.conf');
  if (!existsSync(doorFile)) await setPassword(cluster, binaries, options.password, identity);
  place(doorFile, user, (path) =>
    writeFileSync(path, `${options.tls === null ? 'host' : 'hostssl'} all all 127.0.0.1/32 scram-sha-256\n`),
  );
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(options.port),
    unix_socket_directories: '',
    hba_file: doorFile,
    max_connections: '200',
    shared_buffers: '128MB',
    io_method: 'sync',
    log_min_messages: 'warning',
    ...(options.tls === null ? {} : tlsSettings(home, user, options.tls)),
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return { command: binaries.postgres, args: ['-D', cluster, ...args], ...identity };
}

/** Where the files really are: in the folder, or elsewhere when the server's user may not pass through to it. */
export function outsideServerHome(folder: string): string {
  return serverHome(folder, serverUser());
}

/** In single-user mode, before anybody else can connect. */
function setPassword(
  cluster: string,
  { postgres }: Binaries,
  password: string,
  identity: { uid?: number; gid?: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(postgres, ['--single', '-D', cluster, 'postgres'], { cwd: cluster, ...identity }, (error) =>
      error === null ? resolve() : reject(new PostgresProblem('The password could not be set.', { cause: error })),
    );
    child.stdin?.end(`alter role parley_admin password '${password.replaceAll("'", "''")}'\n`);
  });
}

/** PostgreSQL reads a key only from a file that nobody else may read. */
function tlsSettings(home: string, user: ServerUser, tls: NonNullable<OutsideServerOptions['tls']>) {
  const [certificate, key] = [join(home, 'server.crt'), join(home, 'server.key')];
  place(certificate, user, (path) => copyFileSync(tls.certificateFile, path));
  place(key, user, (path) => copyFileSync(tls.keyFile, path));
  return { ssl: 'on', ssl_cert_file: certificate, ssl_key_file: key };
}

function place(path: string, user: ServerUser, write: (path: string) => void): void {
  write(path);
  chmodSync(path, 0o600);
  if (user.other) chownSync(path, user.uid, user.gid);
}
