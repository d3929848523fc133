/** What cannot be a command because of its bytes alone. */
export type BadLine = { readonly bad: 'line-too-long' | 'not-utf8' };

/**
 * Cuts a stream of bytes into lines. A line longer than `maxBytes` is dropped while it comes (memory stays flat) and
 * reported once; one that is no UTF-8 is reported too. What stands after the last line break is a line as well.
 */
export class Lines {
  private readonly maxBytes: number;
  private parts: Uint8Array[] = [];
  private bytes = 0;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes;
  }

  /** The lines that this chunk completes. */
  push(chunk: Uint8Array): readonly (string | BadLine)[] {
    const lines: (string | BadLine)[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LINE_BREAK); end >= 0; end = chunk.indexOf(LINE_BREAK, from)) {
      this.keep(chunk.subarray(from, end));
      lines.push(...this.take());
      from = end + 1;
    }
    this.keep(chunk.subarray(from));
    return lines;
  }

  end(): readonly (string | BadLine)[] {
    return this.take();
  }

  private keep(part: Uint8Array): void {
    this.bytes += part.length;
    if (this.bytes > this.maxBytes) this.parts = [];
    else if (part.length > 0) this.parts.push(part);
  }

  private take(): readonly (string | BadLine)[] {
    const { parts, bytes } = this;
    this.parts = [];
    this.bytes = 0;
    if (bytes > this.maxBytes) return [{ bad: 'line-too-long' }];
    const line = this.decode(Buffer.concat(parts));
    // A blank line is no command, and is not answered.
    return typeof line === 'string' && line.trim() === '' ? [] : [line];
  }

  private decode(bytes: Uint8Array): string | BadLine {
    try {
      return this.decoder.decode(bytes);
    } catch {
      return { bad: 'not-utf8' };
    }
  }
}

const LINE_BREAK = 0x0a;
