import { linkInProcess, ModelOrchestratorServiceDefinition, type ModelOrchestratorService } from '@parley/contracts';
import { readCanonical } from '@parley/message';
import { MemoryLanguageModel } from '@parley/ports';
import { createModelOrchestrator } from './model-orchestrator.ts';

const model = new MemoryLanguageModel({
  'send 200 to ann': {
    intent: 'transfer',
    confidence: 0.9,
    entities: { amount: 200 },
    alternatives: [{ intent: 'fees', confidence: 0.1 }],
  },
  slow: { intent: 'fees', afterMs: 5_000 },
  broken: { fails: 'out of order' },
});
const { service } = createModelOrchestrator({ models: [model] }, { timeoutMs: 30 });
const client = linkInProcess<ModelOrchestratorService>(ModelOrchestratorServiceDefinition, service, { wire: true });

const request = (text: string, name = 'scripted') => ({
  tenant: 'acme',
  model: name,
  flow: 'f'.repeat(64),
  text,
  language: 'en',
  intents: ['transfer', 'fees'],
});

describe('understanding by a remote model', () => {
  it('names the intent, how sure it is, entities and alternatives', async () => {
    const answer = await client.understand(request('Send 200 to Ann'));
    expect(answer).toMatchObject({
      intent: 'transfer',
      confidence: 0.9,
      alternatives: [{ intent: 'fees', confidence: 0.1 }],
    });
    expect(readCanonical(answer.entitiesJson)).toEqual({ amount: 200 });
  });

  it('says that it understood nothing', async () => {
    expect(await client.understand(request('qwertz'))).toMatchObject({ intent: undefined, confidence: 0 });
  });

  it('ends in time, however long the model thinks', async () => {
    await expect(client.understand(request('slow'))).rejects.toMatchObject({
      status: 'DEADLINE_EXCEEDED',
      code: 'model.timeout',
    });
  });

  it('tells a failure without the model’s words', async () => {
    await expect(client.understand(request('broken'))).rejects.toMatchObject({
      status: 'UNAVAILABLE',
      code: 'model.failed',
    });
    await expect(client.understand(request('broken'))).rejects.not.toThrow('out of order');
  });

  it('knows its models by name', async () => {
    expect(await client.listModels({})).toEqual({ models: ['scripted'] });
    await expect(client.understand(request('x', 'constructor'))).rejects.toMatchObject({ code: 'model.unknown' });
    expect(() => createModelOrchestrator({ models: [model, model] })).toThrow('one name');
  });
});
