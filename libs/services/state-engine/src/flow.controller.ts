import type {
  ArchiveFlowVersionRequest,
  ArchiveFlowVersionResponse,
  GetFlowVersionRequest,
  GetFlowVersionResponse,
  ListFlowsRequest,
  ListFlowsResponse,
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
import { flowTag, type FlowVersion } from '@parley/ports';
import type { Problem } from '@parley/statechart';
import { checkFlowText } from './check-flow.ts';
import { faults } from './faults.ts';
import { pageSize } from './page-size.ts';
import { publishFlow, type PublishFlow } from './publish-flow.ts';

/** The contract's face of flows: it only translates. */
export class FlowController implements FlowService {
  private readonly self: PublishFlow;

  constructor(self: PublishFlow) {
    this.self = self;
  }

  async listFlows({ tenant, limit, cursor }: ListFlowsRequest): Promise<ListFlowsResponse> {
    const size = pageSize(limit);
    const rows = await this.self.ports.catalogue.list(tenant, cursor, size);
    const flows = rows.map(({ flow, draftSavedAt, defaultHash }) => ({
      flow,
      draftSavedAt: draftSavedAt ?? 0,
      defaultHash: defaultHash ?? '',
    }));
    return { flows, next: rows.length === size ? (rows.at(-1)?.flow ?? '') : '' };
  }

  async getFlowVersion({ tenant, flow, hash }: GetFlowVersionRequest): Promise<GetFlowVersionResponse> {
    const { flows, catalogue } = this.self.ports;
    const [versions, archived] = await Promise.all([flows.versions(tenant, flow), catalogue.archived(tenant, flow)]);
    const version = versions.find((each) => each.hash === hash);
    if (version === undefined) throw faults.noSuchVersion();
    return { version: versionToWire(version, version.text, archived) };
  }

  async archiveFlowVersion({ tenant, flow, hash }: ArchiveFlowVersionRequest): Promise<ArchiveFlowVersionResponse> {
    const { catalogue, now } = this.self.ports;
    const answer = await catalogue.archive({ tenant, flow, hash, archivedAt: now() });
    if (answer === 'no-such-version') throw faults.noSuchVersion();
    if (answer === 'is-default') throw faults.versionInUse();
    return {};
  }

  async saveDraft({ tenant, flow, text, ifMatch }: SaveDraftRequest): Promise<SaveDraftResponse> {
    const { flows, now } = this.self.ports;
    const savedAt = now();
    if ((await flows.saveDraft({ tenant, flow, text, savedAt }, ifMatch)) !== 'saved') throw faults.changedMeanwhile();
    const version = await flows.defaultVersion(tenant, flow);
    return { hash: sha256Hex(text), savedAt, etag: flowTag(text, version?.hash ?? null) };
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

  async setDefaultVersion(request: SetDefaultVersionRequest): Promise<SetDefaultVersionResponse> {
    const { ports, library } = this.self;
    const { tenant, flow, hash, ifMatch } = request;
    if ((await ports.catalogue.archived(tenant, flow)).has(hash)) throw faults.noSuchVersion();
    const answer = await ports.flows.setDefault(tenant, flow, hash, ifMatch);
    if (answer === 'changed') throw faults.changedMeanwhile();
    if (answer !== 'set') throw faults.noSuchVersion();
    await library.forgetDefault(tenant, flow);
    const draft = await ports.flows.draft(tenant, flow);
    return { etag: flowTag(draft?.text ?? null, hash) };
  }

  async getFlow({ tenant, flow }: GetFlowRequest): Promise<GetFlowResponse> {
    const { flows } = this.self.ports;
    const [draft, version] = await Promise.all([flows.draft(tenant, flow), flows.defaultVersion(tenant, flow)]);
    if (draft === null && version === null) throw faults.unknownFlow();
    return {
      draft: draft?.text,
      draftSavedAt: draft?.savedAt ?? 0,
      defaultVersion: version === null ? undefined : versionToWire(version, version.text, none),
      etag: flowTag(draft?.text ?? null, version?.hash ?? null),
    };
  }

  async listFlowVersions({ tenant, flow }: ListFlowVersionsRequest): Promise<ListFlowVersionsResponse> {
    const { flows, catalogue } = this.self.ports;
    const [versions, version, archived] = await Promise.all([
      flows.versions(tenant, flow),
      flows.defaultVersion(tenant, flow),
      catalogue.archived(tenant, flow),
    ]);
    const [live, gone] = [false, true].map((isGone) => versions.filter(({ hash }) => archived.has(hash) === isGone));
    const inOrder = [...(live ?? []), ...(gone ?? [])];
    return { versions: inOrder.map((each) => versionToWire(each, '', archived)), defaultHash: version?.hash ?? '' };
  }
}

const none: ReadonlyMap<string, number> = new Map();

function versionToWire(
  { hash, publishedAt }: FlowVersion,
  text: string,
  archived: ReadonlyMap<string, number>,
): WireVersion {
  return { hash, publishedAt, text, archivedAt: archived.get(hash) };
}

function toWire({ pointer, code, message, fix, severity }: Problem): FlowProblem {
  return { pointer, code, message, fix: fix ?? '', severity: severity ?? 'error' };
}
