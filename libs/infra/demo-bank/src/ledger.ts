import { closeSync, existsSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

/** One transfer. A line is there if and only if the money moved. */
export interface LedgerLine {
  /** The bank's id of the transfer. */
  readonly id: string;
  readonly tenant: string;
  /** null = the caller gave none. */
  readonly key: string | null;
  readonly amount: number;
  readonly to: string;
}

/** An append-only file, one JSON line a transfer, durable before `append` resolves. What comes at once shares an fsync. */
export class Ledger {
  readonly lines: LedgerLine[];
  private readonly file: FileHandle;
  private waiting: LedgerLine[] = [];
  private writing: Promise<void> | null = null;

  private constructor(file: FileHandle, lines: LedgerLine[]) {
    this.file = file;
    this.lines = lines;
  }

  /** A last line that a crash cut off never happened: nobody was told of it. */
  static async open(path: string): Promise<Ledger> {
    const isNew = !existsSync(path);
    const text = isNew ? '' : readFileSync(path, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const file = await open(path, 'a');
    await file.truncate(Buffer.byteLength(whole));
    if (isNew) syncFolder(dirname(path));
    const lines = whole.split('\n').filter((line) => line !== '');
    return new Ledger(
      file,
      lines.map((line) => JSON.parse(line) as LedgerLine),
    );
  }

  append(line: LedgerLine): Promise<void> {
    this.waiting.push(line);
    this.writing ??= Promise.resolve().then(() => this.write());
    return this.writing;
  }

  async close(): Promise<void> {
    await this.writing;
    await this.file.close();
  }

  private async write(): Promise<void> {
    const lines = this.waiting;
    this.waiting = [];
    this.writing = null;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await this.file.appendFile(text);
    await this.file.datasync();
    this.lines.push(...lines);
  }
}

/** A new file's name is durable only with its folder. */
function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
