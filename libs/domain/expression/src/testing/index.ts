export { CountedReads } from './counted-reads.ts';
export { firstDifference } from './first-difference.ts';
