import { CHILDREN_EDITED } from './children-edited.ts';
import { CHILDREN } from './children.ts';
import { FORGED_EVENTS } from './forged-events.ts';
import type { HostileCase } from './hostile-case.ts';
import { LOOPS } from './loops.ts';
import { NAMES } from './names.ts';
import { NESTING } from './nesting.ts';
import { REGIONS } from './regions.ts';
import { SNAPSHOTS_CUT, SNAPSHOTS_EDITED } from './snapshots.ts';
import { STORMS } from './storms.ts';
import { HISTORY, TARGETS } from './targets.ts';
import { EXPRESSIONS, TEXTS } from './texts.ts';

/** Everything hostile that we know, family by family. */
export const CORPUS: Readonly<Record<string, readonly HostileCase[]>> = {
  'nested too deep': NESTING,
  'too many regions': REGIONS,
  'no end in sight': LOOPS,
  'a storm': STORMS,
  'an odd name': NAMES,
  'a forged event': FORGED_EVENTS,
  'a wrong target': TARGETS,
  'a wrong history': HISTORY,
  'a broken text': TEXTS,
  'a hostile expression': EXPRESSIONS,
  'a broken snapshot': SNAPSHOTS_CUT,
  'an edited snapshot': SNAPSHOTS_EDITED,
  'a child machine': CHILDREN,
  'an edited child': CHILDREN_EDITED,
};
