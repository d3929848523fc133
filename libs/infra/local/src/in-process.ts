/**
 * Where one process is all there is, the memory twins of these ports are the right adapters: the lease counts on a clock
 * that never goes back, the buckets are bounded, the hints reach every socket of the process. They are named here so that a
 * composition says what it means.
 */
export {
  MemoryLease as InProcessLease,
  MemoryLiveUpdates as InProcessLiveUpdates,
  MemoryRateLimiter as InProcessRateLimiter,
} from '@parley/ports';
