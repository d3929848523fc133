import {
  ServiceFault,
  type ListModelsResponse,
  type ModelOrchestratorService,
  type UnderstandRequest,
  type UnderstandResponse,
} from '@parley/contracts';
import { canonicalBytes } from '@parley/message';
import { understandMessage, type UnderstandMessage } from './understand-message.ts';

/** The contract's face of models: it only translates. */
export class ModelOrchestratorController implements ModelOrchestratorService {
  private readonly self: UnderstandMessage;

  constructor(self: UnderstandMessage) {
    this.self = self;
  }

  async understand(request: UnderstandRequest): Promise<UnderstandResponse> {
    const answer = await understandMessage(this.self, request);
    switch (answer.kind) {
      case 'unknown-model':
        throw new ServiceFault('NOT_FOUND', 'model.unknown', `There is no model ${request.model}.`);
      case 'failed':
        throw new ServiceFault('UNAVAILABLE', 'model.failed', 'The model gave no answer.');
      case 'timed-out':
        throw new ServiceFault('DEADLINE_EXCEEDED', 'model.timeout', 'The model took too long.');
      case 'understood': {
        const { intent, confidence, entities, alternatives } = answer.understood;
        const others = alternatives.map((other) => ({ ...other }));
        return {
          intent: intent ?? undefined,
          confidence,
          entitiesJson: canonicalBytes(entities),
          alternatives: others,
        };
      }
    }
  }

  listModels(): Promise<ListModelsResponse> {
    return Promise.resolve({ models: [...this.self.models.keys()].sort() });
  }
}
