export { Bubble } from './bubble.tsx';
export type { Authors } from './bubble.tsx';
export { JournalEntries } from './journal-entries.tsx';
export type { JournalEntry } from './journal-entry.ts';
