import type { Value } from '@parley/expression';

/** W3C's names for the SCXML Event I/O Processor (C.1). */
export const SCXML_PROCESSOR = 'http://www.w3.org/TR/scxml/#SCXMLEventProcessor';
const SHORT_NAME = 'scxml';

export function isScxmlProcessor(type: string): boolean {
  return type === SHORT_NAME || type === SCXML_PROCESSOR;
}

/** W3C's names for an SCXML child machine (6.4.1). */
export function isScxmlMachine(type: string): boolean {
  return MACHINE_TYPES.has(type);
}

const MACHINE_TYPES: ReadonlySet<string> = new Set([
  SHORT_NAME,
  'http://www.w3.org/TR/scxml',
  'http://www.w3.org/TR/scxml/',
]);

/** Where a session takes events of others. */
export function locationOf(session: string): string {
  return `#_scxml_${session}`;
}

/** What `_ioprocessors` shows (W3C 5.10). */
export function processorsOf(session: string): Value {
  const processor = { location: locationOf(session) };
  return { [SHORT_NAME]: processor, [SCXML_PROCESSOR]: processor };
}
