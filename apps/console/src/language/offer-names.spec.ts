import { offerNames } from './offer-names.ts';

/** `|` is the cursor. */
function offered(inside: string): { readonly names: readonly string[]; readonly replaced: string } | null {
  const text = `{
    "languages": ["en", "de"],
    "slots": { "amount": { "type": "number" } },
    "vars": { "total": { "type": "number" } },
    "profile": { "name": { "type": "string" } },
    "events": { "order.paid": {} },
    "intents": { "yes": { "examples": {} }, "no": { "examples": {} } },
    "states": { "ask": { "type": "slot" }, "done": { "type": "end" }, "x": { ${inside} } }
  }`;
  const offset = text.indexOf('|');
  const whole = text.slice(0, offset) + text.slice(offset + 1);
  const offers = offerNames(whole, offset);
  return offers && { names: offers.names.map((one) => one.text), replaced: whole.slice(offers.from, offers.to) };
}

describe('names of a flow', () => {
  it('are its states where a state is referred to, and take the place of the whole name', () => {
    expect(offered('"next": "do|"')).toEqual({ names: ['ask', 'done', 'x'], replaced: 'do' });
    expect(offered('"transitions": [{ "target": ["|"] }]')?.names).toContain('done');
    expect(offered('"branches": [{ "when": "In(\'|\')" }]')?.names).toEqual(['ask', 'done', 'x']);
  });

  it('are quoted where the quotes are not there yet', () => {
    expect(offered('"next": |')).toEqual({ names: ['"ask"', '"done"', '"x"'], replaced: '' });
  });

  it('are intents, events and what is known of outside where something happens', () => {
    const names = offered('"transitions": [{ "on": "|" }]')?.names;
    expect(names).toEqual(expect.arrayContaining(['intent:yes', 'intent:no', 'order.paid', 'message', 'agent.closed']));
    expect(offered('"choices": [{ "intent": "|" }]')?.names).toEqual(['yes', 'no']);
    expect(offered('"transitions": [{ "do": [{ "raise": "|" }] }]')?.names).toEqual(['order.paid']);
  });

  it('are what was typed so far of a path, in expressions', () => {
    expect(offered('"branches": [{ "when": "slots.am| < 3" }]')).toEqual({ names: ['amount'], replaced: 'am' });
    expect(offered('"branches": [{ "when": "1 < |" }]')?.names).toContain('vars.total');
    expect(offered('"branches": [{ "when": "event.intent == \'|\'" }]')?.names).toEqual(['yes', 'no']);
  });

  it('are paths between the braces of a text, and nothing outside them', () => {
    expect(offered('"say": { "en": "Hello {{ pro| }}" }')).toEqual({
      names: ['slots.amount', 'vars.total', 'profile.name'],
      replaced: 'pro',
    });
    expect(offered('"say": { "en": "Hello |" }')).toBeNull();
  });

  it('are languages where a text begins, and places where something is set', () => {
    expect(offered('"say": { "|" }')?.names).toEqual(['en', 'de']);
    expect(offered('"entry": [{ "set": { "|": "1" } }]')?.names).toContain('vars.total');
    expect(offered('"entry": [{ "unset": ["|"] }]')?.names).toContain('slots.amount');
  });

  it('are slots in an annotated example', () => {
    const text = '{ "slots": { "amount": {} }, "intents": { "send": { "examples": { "en": ["send [200](a"] } } } }';
    expect(offerNames(text, text.indexOf('(a') + 2)?.names.map((one) => one.text)).toEqual(['amount']);
  });

  it('are the types of states where a state has its type, and none where names are made', () => {
    expect(offered('"type": "|"')?.names).toEqual(expect.arrayContaining(['response', 'slot', 'handoff', 'parallel']));
    const text = '{ "slots": { "a" } }';
    expect(offerNames(text, text.indexOf('"a') + 2)).toBeNull();
  });
});
