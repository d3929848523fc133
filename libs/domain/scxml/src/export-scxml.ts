import type { CoreMachine } from '@parley/statechart';
import { exportMachine } from './export-machine.ts';
import { writeXml } from './xml-writer.ts';

/**
 * A machine as an SCXML document: standard elements and ECMAScript where SCXML has them, elements and attributes of our own
 * namespace for the rest. `importScxml` makes the very same machine of it.
 */
export function exportScxml(machine: CoreMachine): string {
  return writeXml(exportMachine(machine, true));
}
