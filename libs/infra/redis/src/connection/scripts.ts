import type { Result } from 'ioredis';

/**
 * What Redis does in one step. Each touches one key, so that it runs on a cluster, too. Sent whole once on a connection and
 * by its hash from then on; a Redis that has forgotten it gets it again.
 */
export const scripts = {
  releaseLease: {
    numberOfKeys: 1,
    lua: `return redis.call('GET', KEYS[1]) == ARGV[1] and redis.call('DEL', KEYS[1]) or 0`,
  },

  // Thousandths of a token, as in the memory twin. A bucket unused until it is full again is as good as none.
  takeTokens: {
    numberOfKeys: 1,
    lua: `
local perSecond, full, price = tonumber(ARGV[1]), tonumber(ARGV[2]) * 1000, tonumber(ARGV[3]) * 1000
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local last = redis.call('HMGET', KEYS[1], 'milli', 'at')
local milli, at = full, now
if last[1] and last[2] then
  at = math.max(tonumber(last[2]), now)
  milli = math.min(full, tonumber(last[1]) + (at - tonumber(last[2])) * perSecond)
end
local allowed = milli >= price
if allowed then milli = milli - price end
redis.call('HSET', KEYS[1], 'milli', string.format('%.17g', milli), 'at', string.format('%.0f', at))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(full / perSecond) + 60000))
if allowed then return { 1, math.floor(milli / 1000) } end
return { 0, math.ceil((price - milli) / perSecond) }`,
  },

  noteSession: {
    numberOfKeys: 1,
    lua: `
redis.call('HSETNX', KEYS[1], 'since', ARGV[2])
redis.call('HSET', KEYS[1], 'conversation', ARGV[1], 'seen', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return redis.call('HGET', KEYS[1], 'since')`,
  },

  leaveSession: {
    numberOfKeys: 1,
    lua: `return redis.call('HGET', KEYS[1], 'conversation') == ARGV[1] and redis.call('DEL', KEYS[1]) or 0`,
  },

  readCached: {
    numberOfKeys: 1,
    lua: `
local kept = redis.call('GET', KEYS[1])
return kept and { kept, redis.call('PTTL', KEYS[1]) }`,
  },

  // What was invalidated a moment ago is not kept: who brings it may have read it before the change.
  keepCached: {
    numberOfKeys: 1,
    lua: `
if redis.call('GET', KEYS[1]) == ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    releaseLease(key: string, token: string): Result<number, Context>;
    /** [1, whole tokens left] or [0, ms until it can be met]; without `now` the time is Redis' own. */
    takeTokens(
      key: string,
      perSecond: number,
      burst: number,
      cost: number,
      now: number | '',
    ): Result<readonly [number, number], Context>;
    /** When the session was first noted, ms. */
    noteSession(key: string, conversation: string, now: number, ttlMs: number): Result<string, Context>;
    leaveSession(key: string, conversation: string): Result<number, Context>;
    /** The text, and for how many ms it is still there. */
    readCached(key: string): Result<readonly [string, number] | null, Context>;
    keepCached(key: string, text: string, ttlMs: number, invalidated: string): Result<number, Context>;
  }
}
