import { fragmentOf, noFilter, readRoute, type Route } from './route.ts';

describe('a place in the console', () => {
  it.each<Route>([
    { at: 'flows' },
    { at: 'flow', flow: 'bank-transfer' },
    { at: 'conversation', conversation: 'Ab_-9' },
    { at: 'conversations', filter: noFilter },
    { at: 'conversations', filter: { ...noFilter, text: 'a & b=c', state: 'more.x', since: '2026-11-21' } },
  ])('is the same after it was an address: %j', (route) => {
    expect(readRoute(fragmentOf(route))).toEqual(route);
  });

  it('is the list of flows where an address leads nowhere', () => {
    for (const nowhere of ['', '#', '#/nowhere', '#/flows/', '#/flows/%E0%A4%A']) {
      expect(readRoute(nowhere)).toEqual({ at: 'flows' });
    }
  });
});
