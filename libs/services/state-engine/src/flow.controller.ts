import type {
  CheckFlowRequest,
  CheckFlowResponse,
  FlowProblem,
  FlowService,
  FlowVersion as WireVersion,
  GetFlowRequest,
  GetFlowResponse,
  ListFlowVersionsRequest,
  ListFlowVersionsResponse,
  PublishFlowRequest,
  PublishFlowResponse,
  SaveDraftRequest,
  SaveDraftResponse,
  SetDefaultVersionRequest,
  SetDefaultVersionResponse,
} from '@parley/contracts';
import { sha256Hex } from '@parley/message';
import type { FlowVersion } from '@parley/ports';
import type { Problem } from '@parley/statechart';
import { checkFlowText } from './check-flow.ts';
import { faults } from './faults.ts';
import { publishFlow, type PublishFlow } from './publish-flow.ts';

/** The contract's face of flows: it only translates. */
export class FlowController implements FlowService {
  private readonly self: PublishFlow;

  constructor(self: PublishFlow) {
    this.self = self;
  }

  async saveDraft({ tenant, flow, text }: SaveDraftRequest): Promise<SaveDraftResponse> {
    const savedAt = this.self.ports.now();
    await this.self.ports.flows.saveDraft({ tenant, flow, text, savedAt });
    return { hash: sha256Hex(text), savedAt };
  }

  async checkFlow({ tenant, flow, text: given }: CheckFlowRequest): Promise<CheckFlowResponse> {
    const text = given ?? (await this.self.ports.flows.draft(tenant, flow))?.text;
    if (text === undefined) throw faults.unknownFlow();
    const { problems } = await checkFlowText(this.self.manifests, flow, text);
    return { problems: problems.map(toWire), hash: sha256Hex(text) };
  }

  async publishFlow({ tenant, flow }: PublishFlowRequest): Promise<PublishFlowResponse> {
    const answer = await publishFlow(this.self, tenant, flow);
    if (answer.kind === 'no-draft') throw faults.unknownFlow();
    const problems = answer.problems.map(toWire);
    if (answer.kind === 'refused') return { hash: '', problems, publishedAt: 0 };
    return { hash: answer.hash, problems, publishedAt: answer.publishedAt };
  }

  async setDefaultVersion({ tenant, flow, hash }: SetDefaultVersionRequest): Promise<SetDefaultVersionResponse> {
    const { ports, library } = this.self;
    if ((await ports.flows.setDefault(tenant, flow, hash)) !== 'set') throw faults.noSuchVersion();
    library.forgetDefault(tenant, flow);
    return {};
  }

  async getFlow({ tenant, flow }: GetFlowRequest): Promise<GetFlowResponse> {
    const { flows } = this.self.ports;
    const [draft, version] = await Promise.all([flows.draft(tenant, flow), flows.defaultVersion(tenant, flow)]);
    if (draft === null && version === null) throw faults.unknownFlow();
    return {
      draft: draft?.text,
      draftSavedAt: draft?.savedAt ?? 0,
      defaultVersion: version === null ? undefined : versionToWire(version, version.text),
    };
  }

  async listFlowVersions({ tenant, flow }: ListFlowVersionsRequest): Promise<ListFlowVersionsResponse> {
    const { flows } = this.self.ports;
    const [versions, version] = await Promise.all([flows.versions(tenant, flow), flows.defaultVersion(tenant, flow)]);
    return { versions: versions.map((each) => versionToWire(each, '')), defaultHash: version?.hash ?? '' };
  }
}

function versionToWire({ hash, publishedAt }: FlowVersion, text: string): WireVersion {
  return { hash, publishedAt, text };
}

function toWire({ pointer, code, message, fix, severity }: Problem): FlowProblem {
  return { pointer, code, message, fix: fix ?? '', severity: severity ?? 'error' };
}
