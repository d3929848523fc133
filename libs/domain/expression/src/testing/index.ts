export { CountedReads } from './counted-reads.ts';
