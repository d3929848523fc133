import type { Readable } from 'node:stream';

/** What a command sees of the machine. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly input: Readable;
  readonly say: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Somebody types at a terminal: then a prompt is shown. */
  readonly isTerminal: boolean;
}
