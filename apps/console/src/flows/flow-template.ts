/** A small flow that works: it greets, answers what it understands, and says goodbye. */
export function flowTemplate(flow: string): string {
  const template = {
    schema: 'flow/1',
    id: flow,
    languages: ['en'],
    intents: {
      hours: {
        examples: {
          en: [
            'when are you open?',
            'what are your opening hours?',
            'are you open today?',
            'when do you close?',
            'until what time are you there?',
          ],
        },
      },
      bye: { examples: { en: ['goodbye', 'bye', 'that is all', 'no thanks', 'nothing else'] } },
    },
    initial: 'greeting',
    states: {
      greeting: { type: 'response', say: { en: 'Hello. Ask me when we are open.' }, next: 'menu' },
      menu: {
        type: 'intent',
        transitions: [
          { on: 'intent:hours', target: 'hours' },
          { on: 'intent:bye', target: 'goodbye' },
        ],
        noMatch: [{ en: 'Sorry, I did not get that.' }, { en: 'You can ask when we are open.' }],
        onFailed: 'colleague',
      },
      hours: { type: 'response', say: { en: 'We are open from 9 to 5, Monday to Friday.' }, next: 'menu' },
      colleague: {
        type: 'handoff',
        queue: 'desk',
        entry: [{ say: { en: 'A colleague takes over from here.' } }],
        transitions: [{ on: 'agent.closed', target: 'menu' }],
      },
      goodbye: { type: 'end', entry: [{ say: { en: 'Goodbye.' } }] },
    },
  };
  return `${JSON.stringify(template, null, 2)}\n`;
}

/** Why a name cannot be a flow's; null = it can. */
export function faultOfName(name: string, taken: readonly string[]): string | null {
  if (name === '') return 'A flow needs a name.';
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name))
    return 'A name is 1 to 63 of a–z, 0–9 and -, and neither begins nor ends with -.';
  return taken.includes(name) ? 'There is a flow of this name already.' : null;
}
