import { connect } from 'node:net';

const LEAVE_GROUP = 13;

/**
 * Tells a group's coordinator that a member is gone, as it finds out by itself when the session has timed out: it spares
 * tests the six seconds that a broker demands at least. (Kafka protocol, LeaveGroup version 1.)
 */
export async function leaveGroup(broker: string, groupId: string, memberId: string): Promise<void> {
  const [host, port] = broker.split(':');
  const socket = connect(Number(port), host);
  const body = Buffer.concat([int16(LEAVE_GROUP), int16(1), int32(1), text('tests'), text(groupId), text(memberId)]);
  socket.write(Buffer.concat([int32(body.length), body]));
  await new Promise((resolve, reject) => socket.once('data', resolve).once('error', reject));
  socket.destroy();
}

function int16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([int16(bytes.length), bytes]);
}
