// As the specs of the rules are set up elsewhere (tools/fitness/pure-world.mjs), but for the refusal of `process`: the
// switch of a mutant looks at it.
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_121 });
