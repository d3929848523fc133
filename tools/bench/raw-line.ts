import { connect, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

/**
 * One kept-open HTTP connection that sends ready bytes, one request at a time, and looks at no more of an answer than its
 * status and its end: what a generator costs, the server beside it on the same cores does not have.
 */
export class RawLine {
  private readonly socket: Socket;
  private unread = '';
  private isOver = false;
  private readonly answered: (line: RawLine, status: number) => void;
  private readonly broken: (error: Error) => void;

  constructor(port: number, answered: (line: RawLine, status: number) => void, broken: (error: Error) => void) {
    this.answered = answered;
    this.broken = broken;
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk) => this.read(chunk as unknown as string));
    this.socket.on('error', (error) => this.end(error));
    this.socket.on('close', () => this.end(new Error('The server closed a connection.')));
  }

  send(request: Uint8Array): void {
    this.socket.write(request);
  }

  close(): void {
    this.isOver = true;
    this.socket.destroy();
  }

  private read(chunk: string): void {
    this.unread = this.unread === '' ? chunk : this.unread + chunk;
    const head = this.unread.indexOf(HEAD_END);
    if (head < 0) return;
    const length = LENGTH.exec(this.unread)?.[1];
    if (length === undefined) return this.end(new Error(`An answer without a length: ${this.unread.slice(0, head)}`));
    if (this.unread.length < head + HEAD_END.length + Number(length)) return;
    const status = Number(this.unread.slice(9, 12));
    this.unread = '';
    this.answered(this, status);
  }

  private end(error: Error): void {
    if (this.isOver) return;
    this.isOver = true;
    this.broken(error);
  }
}
