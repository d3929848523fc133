import type { TraceRecord } from '@parley/statechart';
import { brief, headline, outcomeOf, type JournalEntry } from './journal-entry.ts';

interface Props {
  /** Oldest first. */
  readonly entries: readonly JournalEntry[];
}

/** What a conversation did and why: newest first, one entry for each stimulus. */
export function JournalEntries({ entries }: Props) {
  return (
    <>
      {entries.length > 0 && <States entry={entries[entries.length - 1]} />}
      <ol>
        {[...entries].reverse().map((entry) => (
          <EntryView key={entry.seq} {...entry} />
        ))}
      </ol>
    </>
  );
}

function States({ entry }: { readonly entry: JournalEntry | undefined }) {
  return (
    <p class="states" aria-label="Active states">
      {(entry?.states ?? []).map((state) => (
        <code key={state}>{state}</code>
      ))}
    </p>
  );
}

function EntryView({ seq, entry, trace, states, stepMicros }: JournalEntry) {
  if (entry === null) return <li class="entry">#{seq} was erased; nobody can read it.</li>;
  const waitedMs = Math.max(0, entry.now - entry.stimulus.receivedAt);
  return (
    <li class="entry" data-seq={seq}>
      <details open={seq === 1}>
        <summary>
          <span class="seq">#{seq}</span> <strong>{headline(entry)}</strong>{' '}
          <span class={`outcome ${entry.outcome.kind}`}>{outcomeOf(entry)}</span>{' '}
          <span class="now">→ {states.join(' · ') || 'ended'}</span>
        </summary>
        <Understanding value={entry.understanding} />
        <ul class="trace">
          {trace.filter(isTelling).map((record, index) => (
            <li key={index} class={record.type}>
              <Record record={record} />
            </li>
          ))}
        </ul>
        <Effects entry={entry} />
        <p class="timing">
          decided {waitedMs} ms after it was durable · step {stepMicros} µs · flow {entry.flow.slice(0, 8)} ·{' '}
          {new Date(entry.now).toLocaleTimeString()}
          {entry.stimulus.traceId !== undefined && ` · trace ${entry.stimulus.traceId}`}
        </p>
      </details>
    </li>
  );
}

/** The flow's own counters are left out: what the author wrote is shown. */
function isTelling(record: TraceRecord): boolean {
  return record.type !== 'action' || record.error !== undefined || !/^if$|^(assign|unset) flow\./.test(record.action);
}

interface Understood {
  readonly intent?: string | null;
  readonly confidence?: number;
  readonly entities?: readonly { readonly name: string; readonly value: unknown }[];
  readonly alternatives?: readonly { readonly intent: string; readonly confidence: number }[];
}

function Understanding({ value }: { readonly value: unknown }) {
  const understood = value as Understood | null | undefined;
  if (understood === undefined || understood === null || !('intent' in understood)) return null;
  const scores = understood.alternatives ?? [];
  return (
    <div class="understanding">
      understood as <b>{understood.intent ?? 'nothing known'}</b> ({(understood.confidence ?? 0).toFixed(2)})
      {(understood.entities ?? []).map((entity, index) => (
        <code key={index}>
          {entity.name} = {brief(entity.value)}
        </code>
      ))}
      {scores.length > 0 && (
        <ul class="scores">
          {scores.slice(0, 4).map((score) => (
            <li key={score.intent}>
              <meter
                min={0}
                max={1}
                value={score.confidence}
                aria-label={`${score.intent} ${score.confidence.toFixed(2)}`}
              />{' '}
              {score.intent} {score.confidence.toFixed(2)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Record({ record }: { readonly record: TraceRecord }) {
  switch (record.type) {
    case 'event':
      return (
        <>
          event <b>{record.name}</b> <small>from {record.from}</small>
        </>
      );
    case 'condition':
      return (
        <>
          <span class={`result ${record.result}`}>{String(record.result)}</span> <code>{record.source}</code>
          {record.operands.map((operand) => (
            <small key={operand.text}>
              {' '}
              {operand.text} = {brief(operand.value)}
            </small>
          ))}
          {record.error !== undefined && <small> {record.error}</small>}
        </>
      );
    case 'transition':
      return (
        <>
          {record.state} → {record.targets.join(', ') || '(stays)'} <small>{record.event ?? 'at once'}</small>{' '}
          <small class="pointer">{record.at}</small>
        </>
      );
    case 'exit':
    case 'enter':
      return (
        <>
          {record.type} <b>{record.state}</b>
        </>
      );
    case 'action':
      return (
        <>
          {record.action} {record.error !== undefined && <small class="warn">{record.error}</small>}
        </>
      );
  }
}

function Effects({ entry }: { readonly entry: NonNullable<JournalEntry['entry']> }) {
  const said = entry.messages.filter((message) => message.from !== 'person');
  if (said.length === 0) return null;
  return (
    <ul class="said">
      {said.map((message) => (
        <li key={message.number}>said “{message.text}”</li>
      ))}
    </ul>
  );
}
