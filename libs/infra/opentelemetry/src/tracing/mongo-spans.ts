import type { Span, Tracer } from '@opentelemetry/api';
import type { CommandEmitter, CommandEvent } from '../telemetry.ts';
import { markFailed } from './in-span.ts';
import { isRecording, startLeaf } from './leaf-spans.ts';

/** Spans for MongoDB's commands: their names and collections, nothing of what they hold. */
export function traceMongo(tracer: Tracer, client: CommandEmitter): void {
  const open = new Map<number, Span>();
  const take = (requestId: number): Span | undefined => {
    const span = open.get(requestId);
    open.delete(requestId);
    return span;
  };
  client.on('commandStarted', (event) => {
    if (isRecording()) open.set(event.requestId, startLeaf(tracer, show(event)));
  });
  client.on('commandSucceeded', ({ requestId }) => take(requestId)?.end());
  client.on('commandFailed', ({ requestId, failure }) => {
    const span = take(requestId);
    if (span === undefined) return;
    markFailed(span, failure);
    span.end();
  });
}

function show({ commandName, command, databaseName }: CommandEvent) {
  const named = command?.[commandName === 'getMore' ? 'collection' : commandName];
  const collection = typeof named === 'string' ? named : undefined;
  return {
    name: collection === undefined ? commandName : `${commandName} ${collection}`,
    attributes: {
      'db.system.name': 'mongodb',
      'db.operation.name': commandName,
      ...(collection !== undefined && { 'db.collection.name': collection }),
      ...(databaseName !== undefined && { 'db.namespace': databaseName }),
    },
  };
}
