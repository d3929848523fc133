import { unwrap, type ParleyClient } from '@parley/client';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/sentence-of.ts';
import { useLoad } from '../api/use-load.ts';
import { fragmentOf } from '../route.ts';
import { Ask } from '../ui/ask.tsx';
import { Empty, Moment, Trouble, useTitle, Version, Waiting } from '../ui/pieces.tsx';
import { faultOfName, flowTemplate } from './flow-template.ts';
import { unsavedOf } from './unsaved.ts';

interface ListedFlow {
  readonly flow: string;
  readonly draftSavedAt: number | null;
  readonly defaultHash: string | null;
}

const PAGE = 100;

/** Every flow of the tenant, and the way to a new one. */
export function FlowList({ client }: { readonly client: ParleyClient }) {
  useTitle('Flows');
  const { value: flows, sentence, reload } = useLoad(() => readFlows(client), [client]);
  const [isNew, setNew] = useState(false);
  return (
    <section class="page" aria-labelledby="flows-title">
      <header class="title">
        <h2 id="flows-title">Flows</h2>
        <button type="button" class="main" onClick={() => setNew(true)} disabled={flows === null}>
          New flow
        </button>
      </header>
      {sentence !== null && <Trouble sentence={sentence} onRetry={reload} />}
      {flows === null && sentence === null && <Waiting what="Reading the flows" />}
      {flows?.length === 0 && (
        <Empty>
          <p>There is no flow yet.</p>
          <p>
            A flow is a text that says how a bot converses. <b>New flow</b> makes a small one that works; change it from
            there.
          </p>
        </Empty>
      )}
      {flows !== null && flows.length > 0 && <Table flows={flows} />}
      {isNew && <NewFlow client={client} taken={(flows ?? []).map(({ flow }) => flow)} onNo={() => setNew(false)} />}
    </section>
  );
}

function Table({ flows }: { readonly flows: readonly ListedFlow[] }) {
  return (
    <table class="rows">
      <thead>
        <tr>
          <th scope="col">Flow</th>
          <th scope="col">New conversations run</th>
          <th scope="col">Draft</th>
        </tr>
      </thead>
      <tbody>
        {flows.map(({ flow, defaultHash, draftSavedAt }) => (
          <tr key={flow}>
            <th scope="row">
              <a href={fragmentOf({ at: 'flow', flow })}>{flow}</a>{' '}
              {unsavedOf(flow) !== null && <span class="mark">unsaved changes</span>}
            </th>
            <td data-label="New conversations run">
              {defaultHash === null ? 'nothing: no version is the default yet' : <Version hash={defaultHash} />}
            </td>
            <td data-label="Draft">
              {draftSavedAt === null ? (
                'none'
              ) : (
                <>
                  saved <Moment at={draftSavedAt} />
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface NewFlowProps {
  readonly client: ParleyClient;
  readonly taken: readonly string[];
  readonly onNo: () => void;
}

function NewFlow({ client, taken, onNo }: NewFlowProps) {
  const [name, setName] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const make = async (): Promise<void> => {
    const wrong = faultOfName(name, taken);
    setFault(wrong);
    if (wrong !== null) return;
    setBusy(true);
    try {
      const params = { path: { flow: name } };
      await unwrap(client.PUT('/v1/flows/{flow}/draft', { params, body: { text: flowTemplate(name) } }));
      location.hash = fragmentOf({ at: 'flow', flow: name });
    } catch (error) {
      setFault(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Ask
      title="New flow"
      yes={isBusy ? 'Making…' : 'Make it'}
      isDisabled={isBusy}
      onYes={() => void make()}
      onNo={onNo}
    >
      <label for="flow-name">Name</label>
      <input
        id="flow-name"
        value={name}
        autocomplete="off"
        spellcheck={false}
        placeholder="opening-hours"
        aria-describedby="flow-name-help"
        aria-invalid={fault !== null}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <p class="fault" role="alert">
        {fault}
      </p>
      <p id="flow-name-help" class="help">
        Small letters, digits and -. It begins with a small flow that works, saved as a draft: nobody meets it before
        you publish it.
      </p>
    </Ask>
  );
}

async function readFlows(client: ParleyClient): Promise<readonly ListedFlow[]> {
  const flows: ListedFlow[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: PAGE, ...(cursor !== null && { cursor }) };
    const page: { flows: ListedFlow[]; next: string | null } = await unwrap(
      client.GET('/v1/flows', { params: { query } }),
    );
    flows.push(...page.flows);
    cursor = page.next;
  } while (cursor !== null);
  return flows;
}
