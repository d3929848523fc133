import { useState } from 'preact/hooks';
import { fragmentOf, noFilter, type ConversationFilter } from '../route.ts';

interface FilterProps {
  readonly filter: ConversationFilter;
  readonly flows: readonly string[];
}

/** What narrows the list. It goes into the address when it is applied. */
export function FilterForm({ filter, flows }: FilterProps) {
  const [wanted, setWanted] = useState(filter);
  const take =
    (name: keyof ConversationFilter) =>
    (event: { readonly currentTarget: { readonly value: string } }): void =>
      setWanted({ ...wanted, [name]: event.currentTarget.value });
  return (
    <form
      class="filter"
      role="search"
      aria-label="Narrow the list"
      onSubmit={(event) => {
        event.preventDefault();
        location.hash = fragmentOf({ at: 'conversations', filter: wanted });
      }}
    >
      <label class="wide">
        Words said
        <input type="search" value={wanted.text} maxLength={200} onInput={take('text')} placeholder="whole words" />
      </label>
      <label>
        Flow
        <select value={wanted.flow} onChange={take('flow')}>
          <option value="">any</option>
          {[...new Set([...flows, ...(wanted.flow === '' ? [] : [wanted.flow])])].map((flow) => (
            <option key={flow} value={flow}>
              {flow}
            </option>
          ))}
        </select>
      </label>
      <label>
        Who answers
        <select value={wanted.status} onChange={take('status')}>
          <option value="">anybody</option>
          <option value="bot">the bot</option>
          <option value="agent">an agent</option>
          <option value="ended">nobody: ended</option>
          <option value="erased">nobody: erased</option>
        </select>
      </label>
      <label>
        Active state
        <input value={wanted.state} maxLength={200} pattern="[\w.\-]*" onInput={take('state')} placeholder="any" />
      </label>
      <label>
        Connection
        <input value={wanted.connection} pattern="[a-z0-9\-]*" onInput={take('connection')} placeholder="any" />
      </label>
      <label>
        From
        <input type="date" value={wanted.since} onInput={take('since')} />
      </label>
      <label>
        Until
        <input type="date" value={wanted.until} onInput={take('until')} />
      </label>
      <p class="buttons">
        <button type="submit">Apply</button>
        <a href={fragmentOf({ at: 'conversations', filter: noFilter })}>Show all</a>
      </p>
    </form>
  );
}
