import { unwrap, type ParleyClient } from '@parley/client';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/sentence-of.ts';
import { useLoad } from '../api/use-load.ts';
import { Ask } from '../ui/ask.tsx';
import { Empty, Trouble, Waiting } from '../ui/pieces.tsx';

interface Connection {
  readonly connection: string;
  readonly channel: string;
  readonly flow: string;
  readonly paused: boolean;
}

/** Who runs this flow, and the others, which could. */
export function ConnectionsPanel({ client, flow }: { readonly client: ParleyClient; readonly flow: string }) {
  const { value, sentence, reload } = useLoad(
    () => unwrap(client.GET('/v1/connections', { params: { query: { limit: 200 } } })),
    [client],
  );
  const [wanted, setWanted] = useState<Connection | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [done, setDone] = useState('');
  const attempt = async (act: () => Promise<string>): Promise<void> => {
    setWanted(null);
    setFault(null);
    setDone('');
    try {
      setDone(await act());
      reload();
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  const bind = async ({ connection }: Connection): Promise<string> => {
    const params = { path: { connection } };
    await unwrap(client.PUT('/v1/connections/{connection}/flow', { params, body: { flow } }));
    return `New episodes on ${connection} run ${flow}.`;
  };
  const make = async (): Promise<string> => {
    const settings = { allowedOrigins: ['self'], showJournal: true };
    const body = { channel: 'web-chat' as const, flow, settings, secrets: {} };
    const { connection } = await unwrap(client.POST('/v1/connections', { body }));
    return `Web chat ${connection} is made.`;
  };
  if (value === null)
    return sentence === null ? (
      <Waiting what="Reading the connections" />
    ) : (
      <Trouble sentence={sentence} onRetry={reload} />
    );
  const own = value.connections.filter((one) => one.flow === flow);
  const others = value.connections.filter((one) => one.flow !== flow);
  return (
    <section class="connections" aria-label="Connections">
      {(fault ?? sentence) !== null && <Trouble sentence={fault ?? sentence ?? ''} />}
      <p class="notice good" role="status">
        {done}
      </p>
      <h3>Run this flow</h3>
      {own.length === 0 ? <Empty>No connection runs this flow yet.</Empty> : <Cards connections={own} />}
      <p>
        <button type="button" onClick={() => void attempt(make)}>
          New web chat for trying it
        </button>
      </p>
      {others.length > 0 && (
        <>
          <h3>Run another one</h3>
          <Cards connections={others} onBind={setWanted} />
        </>
      )}
      {wanted !== null && (
        <Ask
          title={`Let ${wanted.connection} run ${flow}?`}
          yes="Bind it"
          onNo={() => setWanted(null)}
          onYes={() => void attempt(() => bind(wanted))}
        >
          <p>
            New episodes on it run {flow} instead of {wanted.flow}. Episodes under way end on what they began with.
          </p>
        </Ask>
      )}
    </section>
  );
}

interface CardsProps {
  readonly connections: readonly Connection[];
  readonly onBind?: (connection: Connection) => void;
}

function Cards({ connections, onBind }: CardsProps) {
  return (
    <ul class="cards">
      {connections.map((one) => (
        <li key={one.connection}>
          <p>
            <code>{one.connection}</code> {one.channel} {one.paused && <span class="mark quiet">paused</span>}
            {onBind !== undefined && <> · runs {one.flow}</>}
          </p>
          <p class="buttons">
            {one.channel === 'web-chat' && (
              <a href={`/chat/${encodeURIComponent(one.connection)}`} target="_blank" rel="noreferrer">
                Open its chat page
              </a>
            )}
            {onBind !== undefined && (
              <button type="button" class="link" onClick={() => onBind(one)}>
                Let it run this flow
              </button>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
