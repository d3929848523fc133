import { spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '@parley/testing';

/** Waits before it passes the call on: each flush of the database takes so much longer. */
const SHIM = `#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
static void rest(void) { struct timespec t = { 0, DELAY_NS }; nanosleep(&t, 0); }
int fsync(int f) { static int (*next)(int); if (!next) next = dlsym(RTLD_NEXT, "fsync"); rest(); return next(f); }
int fdatasync(int f) { static int (*next)(int); if (!next) next = dlsym(RTLD_NEXT, "fdatasync"); rest(); return next(f); }
`;

/** The environment of a server whose fsync takes so much longer; null = nothing here can compile what it takes. */
export function slowDisk(ms: number): Readonly<Record<string, string>> | null {
  const folder = scratchFolder('bench-disk');
  const [source, library] = [join(folder, 'slow.c'), join(folder, 'slow.so')];
  writeFileSync(source, SHIM);
  const compiled = spawnSync('cc', ['-shared', '-fPIC', `-DDELAY_NS=${ms * 1_000_000}`, '-o', library, source, '-ldl']);
  if (compiled.status !== 0) return null;
  chmodSync(library, 0o755);
  return { LD_PRELOAD: library };
}
