import { scripted } from './scripted.ts';
import { understand } from './understand.ts';

describe('a scripted model', () => {
  const yes = { intent: 'yes', confidence: 1, entities: [], alternatives: [] };
  const model = scripted({ 'go on': yes });

  it('understands what it was told, and nothing else', () => {
    expect(understand(model, 'go on')).toEqual(yes);
    expect(understand(model, 'Go on')).toEqual({ intent: null, confidence: 0, entities: [], alternatives: [] });
    expect(understand(model, 'constructor').intent).toBeNull();
  });
});
