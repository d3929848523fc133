import { languageModelSuite } from './language-model.suite.ts';
import { MemoryLanguageModel } from './memory-language-model.ts';

languageModelSuite({
  name: 'MemoryLanguageModel',
  open: () =>
    Promise.resolve({
      model: new MemoryLanguageModel({
        'I want my money back': {
          intent: 'refund',
          confidence: 0.9,
          alternatives: [
            { intent: 'other', confidence: 0.2 },
            { intent: 'third', confidence: 0.1 },
          ],
        },
        'let me think': { intent: 'refund', afterMs: 60_000 },
      }),
      known: { text: 'I want my money back', intent: 'refund' },
      slow: 'let me think',
      close: () => Promise.resolve(),
    }),
});

describe('a scripted model', () => {
  const ask = { tenant: 'bank', flow: 'f', language: 'en', intents: ['refund'], signal: new AbortController().signal };

  it('knows a text whatever its case and outer spaces, and its entities', async () => {
    const model = new MemoryLanguageModel({ 'Refund 20': { intent: 'refund', entities: { amount: 20 } } });
    expect(await model.understand({ ...ask, text: ' refund 20 ' })).toEqual({
      intent: 'refund',
      confidence: 1,
      entities: { amount: 20 },
      alternatives: [],
    });
  });

  it('fails when its script says so', async () => {
    const model = new MemoryLanguageModel({ boom: { fails: 'model overloaded' } });
    await expect(model.understand({ ...ask, text: 'boom' })).rejects.toThrow('model overloaded');
  });
});
