/** What narrows the list of conversations; an empty text narrows nothing. */
export interface ConversationFilter {
  readonly text: string;
  readonly flow: string;
  readonly status: string;
  readonly state: string;
  readonly connection: string;
  /** Days as the browser's date box has them, `2026-11-21`, in the reader's own time. */
  readonly since: string;
  readonly until: string;
}

export type Route =
  | { readonly at: 'flows' }
  | { readonly at: 'flow'; readonly flow: string }
  | { readonly at: 'conversations'; readonly filter: ConversationFilter }
  | { readonly at: 'conversation'; readonly conversation: string };

export const noFilter: ConversationFilter = {
  text: '',
  flow: '',
  status: '',
  state: '',
  connection: '',
  since: '',
  until: '',
};

const FILTERS = Object.keys(noFilter) as (keyof ConversationFilter)[];

/** Where an address's fragment leads; what leads nowhere leads to the flows. */
export function readRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?');
  const [section, name] = path.split('/').map(decoded);
  if (section === 'conversations') {
    if (name !== undefined && name !== '') return { at: 'conversation', conversation: name };
    const told = new URLSearchParams(query);
    const filter = Object.fromEntries(FILTERS.map((key) => [key, told.get(key) ?? '']));
    return { at: 'conversations', filter: { ...noFilter, ...filter } };
  }
  return section === 'flows' && name !== undefined && name !== '' ? { at: 'flow', flow: name } : { at: 'flows' };
}

/** The fragment of a place in the console. */
export function fragmentOf(route: Route): string {
  switch (route.at) {
    case 'flows':
      return '#/flows';
    case 'flow':
      return `#/flows/${encodeURIComponent(route.flow)}`;
    case 'conversation':
      return `#/conversations/${encodeURIComponent(route.conversation)}`;
    case 'conversations': {
      const query = new URLSearchParams(
        FILTERS.flatMap((key) => (route.filter[key] ? [[key, route.filter[key]]] : [])),
      );
      return query.size === 0 ? '#/conversations' : `#/conversations?${query.toString()}`;
    }
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
