import { SpanKind, type Tracer } from '@opentelemetry/api';
import type { Channel, Integration, LanguageModel } from '@parley/ports';
import { aroundCalls, aroundSends, aroundUnderstanding } from '../ports/around-ports.ts';
import type { ConversationTraces } from './conversation-traces.ts';
import { inSpan } from './in-span.ts';
import { attributesOf } from './marks.ts';

/** Each attempt to send a reply, in the trace that its conversation was moved in. */
export function traceSends(tracer: Tracer, conversations: ConversationTraces, channel: Channel): Channel {
  return aroundSends(channel, (reply, send) => {
    const attributes = { 'parley.channel': channel.name, 'parley.reply': reply.reply, ...attributesOf(reply) };
    const span = {
      name: `deliver ${channel.name}`,
      kind: SpanKind.CLIENT,
      attributes,
      parent: conversations.of(reply),
    };
    return inSpan(tracer, span, async (under) => {
      const answer = await send();
      under.setAttribute('parley.result', answer.kind);
      return answer;
    });
  });
}

/** Each call of an integration: what is asked and answered stays out of it. */
export function traceCalls(tracer: Tracer, integration: Integration): Integration {
  const { name } = integration.manifest;
  return aroundCalls(integration, (call, perform) => {
    // An operation that the manifest does not know is a caller's word.
    const operation = Object.hasOwn(integration.manifest.operations, call.operation) ? call.operation : 'unknown';
    const attributes = { 'parley.integration': name, 'parley.operation': operation, ...attributesOf(call) };
    return inSpan(tracer, { name: `call ${name}.${operation}`, kind: SpanKind.CLIENT, attributes }, async (under) => {
      const answer = await perform();
      under.setAttribute('parley.result', answer.kind);
      return answer;
    });
  });
}

/** Each question to a model, by the gen_ai conventions without their contents. */
export function traceUnderstanding(tracer: Tracer, model: LanguageModel): LanguageModel {
  const attributes = { 'gen_ai.operation.name': 'understand', 'gen_ai.request.model': model.name };
  return aroundUnderstanding(model, (request, understand) => {
    const span = { name: `understand ${model.name}`, kind: SpanKind.CLIENT };
    return inSpan(tracer, { ...span, attributes: { ...attributes, ...attributesOf(request) } }, understand);
  });
}
