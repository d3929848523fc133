/** The namespaces of a document: W3C's own, and ours for what W3C has no word for. */
export const SCXML_NAMESPACE = 'http://www.w3.org/2005/07/scxml';
export const OWN_NAMESPACE = 'urn:parley:core:1';
export const OWN_PREFIX = 'parley';

/** `invoke` types that mean a child machine (W3C 6.4). */
export const CHILD_TYPES: ReadonlySet<string> = new Set([
  'scxml',
  'http://www.w3.org/TR/scxml',
  'http://www.w3.org/TR/scxml/',
]);

/** `invoke` type of work outside the machine. */
export const OUTSIDE_TYPE = 'urn:parley:work';
