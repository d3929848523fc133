/**
 * Runs before each spec of libs/domain: takes clock, chance, process, timers, network and default locale away from the
 * rules and from the pure libraries they use. The test framework keeps them: who asks is read off the call stack.
 */
import fc from 'fast-check';

const RULES =
  /\/libs\/domain\/(?!.*\.spec\.ts)|\/node_modules\/(liquidjs|@noble|canonicalize|jsonc-parser|acorn|saxes|xmlchars)\//;

fc.configureGlobal({ seed: 20_261_121 });

function refuseRules(what) {
  const caller = (new Error().stack ?? '').split('\n')[3] ?? '';
  if (RULES.test(caller))
    throw new Error(`impure: the rules asked for ${what} at ${caller.trim()}; take it as an argument`);
}

function guardGlobal(name) {
  const original = globalThis[name];
  if (original === undefined) return;
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      refuseRules(name);
      return original;
    },
    set(value) {
      Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
    },
  });
}

function guardMethod(owner, name) {
  const original = owner[name];
  owner[name] = function guarded(...values) {
    refuseRules(name);
    return original.apply(this, values);
  };
}

for (const name of [
  'Date',
  'process',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'fetch',
  'performance',
  'crypto',
  'console',
  'require',
  'WebSocket',
  'Intl',
  'Buffer',
]) {
  guardGlobal(name);
}
guardMethod(Math, 'random');
guardMethod(String.prototype, 'localeCompare');
guardMethod(String.prototype, 'toLocaleLowerCase');
guardMethod(String.prototype, 'toLocaleUpperCase');
guardMethod(Number.prototype, 'toLocaleString');
