/**
 * What goes along with a committed offset, as its metadata (≤ 4,096 bytes, Kafka's default): whether the owner ended by
 * draining, else who it is and which records it has begun, and how often. `v1 clean`, or `v1 <owner> <delta>.<attempts>,…`
 * with deltas to the committed offset, in base 36.
 */
export interface CommitNote {
  /** null = it ended by draining. */
  readonly owner: string | null;
  /** How often records were begun by processes that did not settle them, by offset. */
  readonly attempts: ReadonlyMap<number, number>;
}

/** Entries of a note: 11 digits of delta, 2 of attempts and 2 signs each stay within 3,840 bytes. */
export const MAX_NOTED = 240;
/** Records may be begun `failed` long before. */
const MOST_ATTEMPTS = 36 * 36 - 1;

export function writeNote(note: CommitNote, offset: number): string {
  if (note.owner === null) return 'v1 clean';
  const entries = [...note.attempts].slice(0, MAX_NOTED).map(([at, attempts]) => {
    return `${(at - offset).toString(36)}.${Math.min(attempts, MOST_ATTEMPTS).toString(36)}`;
  });
  return `v1 ${shortOwner(note.owner)} ${entries.join(',')}`;
}

/** What cannot be read (offsets set by hand, say) says only that nobody ended by draining. */
export function readNote(text: string | null, offset: number): CommitNote {
  const [version, owner = '', entries = ''] = (text ?? '').split(' ');
  if (version !== 'v1') return { owner: '', attempts: new Map() };
  if (owner === 'clean') return { owner: null, attempts: new Map() };
  const attempts = new Map<number, number>();
  for (const entry of entries.split(',')) {
    const [delta = '', count = ''] = entry.split('.');
    const [at, begun] = [offset + Number.parseInt(delta, 36), Number.parseInt(count, 36)];
    if (at >= offset && begun > 0) attempts.set(at, begun);
  }
  return { owner, attempts };
}

/** Member ids end in a UUID; what stands before it is as long as a client's name. */
export function shortOwner(memberId: string): string {
  return memberId.slice(-36).replaceAll(' ', '_');
}
