import { context } from '@opentelemetry/api';
import type { Advances } from '../telemetry.ts';
import type { ConversationTraces } from './conversation-traces.ts';
import { unmarkRequest } from './marks.ts';
import { contextOf } from './trace-parent.ts';

/** The same service, which remembers of each stimulus whose trace it is: what it does for it later is not for the batch that it came in. */
export function traceEngine<Service extends Advances>(conversations: ConversationTraces, service: Service): Service {
  const advance: Advances['advance'] = (request) => {
    for (const stimulus of request.stimuli) {
      const from = contextOf(stimulus.trace);
      if (from !== null) conversations.learn(stimulus, from);
    }
    return context.with(unmarkRequest(context.active()), () => service.advance(request));
  };
  return Object.create(service, { advance: { value: advance } }) as Service;
}
