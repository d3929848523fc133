import {
  Channel,
  Integration,
  LanguageModel,
  type ChannelAccess,
  type FindAnswer,
  type IntegrationAnswer,
  type IntegrationCall,
  type OutboundReply,
  type Pace,
  type SendAnswer,
  type UnderstandAnswer,
  type UnderstandRequest,
} from '@parley/ports';

/** Sees each use of a port: what is asked, and the work that answers it. */
export type Around<Request, Answer> = (request: Request, work: () => Promise<Answer>) => Promise<Answer>;

export function aroundSends(channel: Channel, around: Around<OutboundReply, SendAnswer>): Channel {
  return new SeenChannel(channel, around);
}

export function aroundCalls(integration: Integration, around: Around<IntegrationCall, IntegrationAnswer>): Integration {
  return new SeenIntegration(integration, around);
}

export function aroundUnderstanding(
  model: LanguageModel,
  around: Around<UnderstandRequest, UnderstandAnswer>,
): LanguageModel {
  return new SeenModel(model, around);
}

class SeenChannel extends Channel {
  override readonly name: string;
  override readonly deduplicates: boolean;
  override readonly needsPlace: boolean;
  override readonly secrets: readonly string[];

  constructor(
    private readonly channel: Channel,
    private readonly around: Around<OutboundReply, SendAnswer>,
  ) {
    super();
    this.name = channel.name;
    this.deduplicates = channel.deduplicates;
    this.needsPlace = channel.needsPlace;
    this.secrets = channel.secrets;
  }

  override pace(reply: OutboundReply): Pace | null {
    return this.channel.pace(reply);
  }

  override find(reply: OutboundReply, access: ChannelAccess): Promise<FindAnswer> {
    return this.channel.find(reply, access);
  }

  override send(reply: OutboundReply, access: ChannelAccess): Promise<SendAnswer> {
    return this.around(reply, () => this.channel.send(reply, access));
  }
}

class SeenIntegration extends Integration {
  override readonly manifest: Integration['manifest'];

  constructor(
    private readonly integration: Integration,
    private readonly around: Around<IntegrationCall, IntegrationAnswer>,
  ) {
    super();
    this.manifest = integration.manifest;
  }

  override call(call: IntegrationCall): Promise<IntegrationAnswer> {
    return this.around(call, () => this.integration.call(call));
  }
}

class SeenModel extends LanguageModel {
  override readonly name: string;

  constructor(
    private readonly model: LanguageModel,
    private readonly around: Around<UnderstandRequest, UnderstandAnswer>,
  ) {
    super();
    this.name = model.name;
  }

  override understand(request: UnderstandRequest): Promise<UnderstandAnswer> {
    return this.around(request, () => this.model.understand(request));
  }
}
