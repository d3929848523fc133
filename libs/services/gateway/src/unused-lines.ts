import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';

/** Lines on which nobody has asked anything yet, as browsers open them ahead: to Node they are not idle, and would hold up a close. */
export class UnusedLines {
  private readonly lines = new Set<Socket>();

  constructor(server: Server) {
    server.on(server instanceof TlsServer ? 'secureConnection' : 'connection', (line: Socket) => {
      this.lines.add(line);
      line.once('close', () => this.lines.delete(line));
    });
    server.on('request', ({ socket }) => this.lines.delete(socket));
  }

  cut(): void {
    for (const line of this.lines) line.destroy();
  }
}
