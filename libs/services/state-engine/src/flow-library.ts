import { flowRules, type Rules } from '@parley/conversation';
import { checkFlow, trainFlow } from '@parley/flow';
import type { Cache, CacheKind, Flows } from '@parley/ports';
import { LRUCache } from 'lru-cache';

export interface LibraryPorts {
  readonly flows: Flows;
  readonly cache: Cache;
}

export interface LibraryLimits {
  /** Compiled flows kept. */
  readonly maxFlows: number;
  /** How long the default version of a flow is remembered, ms. */
  readonly defaultVersionAgeMs: number;
}

type Known = { readonly rules: Rules | null };

/** Published flows, compiled and trained once per hash; what is remembered is answered without a promise. */
export class FlowLibrary {
  private readonly versions: LRUCache<string, Known>;
  /** By the text's hash alone: what a text means is the same for every tenant that published it. */
  private readonly learnt: LRUCache<string, Known>;
  private readonly loading = new Map<string, Promise<Rules | null>>();
  private readonly defaults: CacheKind<Known>;
  private readonly ports: LibraryPorts;
  private readonly compile: LearnFlow;

  constructor(ports: LibraryPorts, { maxFlows, defaultVersionAgeMs }: LibraryLimits, compile: LearnFlow = learnFlow) {
    this.ports = ports;
    this.compile = compile;
    this.versions = new LRUCache({ max: maxFlows });
    this.learnt = new LRUCache({ max: maxFlows });
    this.defaults = { name: 'default-version', ttlMs: defaultVersionAgeMs };
  }

  /** A published version of this tenant; null = there is none, or this engine cannot run it. */
  version(tenant: string, hash: string): Rules | null | Promise<Rules | null> {
    const known = this.versions.get(nameOf(tenant, hash));
    if (known !== undefined) return known.rules;
    return this.once(nameOf(tenant, hash), async () => {
      const version = await this.ports.flows.version(tenant, hash);
      return version === null ? null : this.learn(tenant, hash, version.text);
    });
  }

  /** What new episodes of a flow run; null = nothing is published. */
  defaultVersion(tenant: string, flow: string): Rules | null | Promise<Rules | null> {
    const { cache, flows } = this.ports;
    const key = { tenant, key: flow };
    const known = cache.peek(this.defaults, key);
    if (known !== undefined) return known.rules;
    const load = async (): Promise<Known> => {
      const version = await flows.defaultVersion(tenant, flow);
      return { rules: version === null ? null : this.learn(tenant, version.hash, version.text) };
    };
    return cache.read(this.defaults, key, load).then(({ rules }) => rules);
  }

  /** After another version became the default: the next episode asks again, whichever process begins it. */
  forgetDefault(tenant: string, flow: string): Promise<void> {
    return this.ports.cache.invalidate(this.defaults, { tenant, key: flow });
  }

  /** Compiles and trains a text, so that no turn has to. */
  learn(tenant: string, hash: string, text: string): Rules | null {
    const known = this.learnt.get(hash) ?? { rules: this.compile(text) };
    this.learnt.set(hash, known);
    this.versions.set(nameOf(tenant, hash), known);
    return known.rules;
  }

  /** Callers that ask at once share one answer. */
  private once(name: string, ask: () => Promise<Rules | null>): Promise<Rules | null> {
    const asking = this.loading.get(name) ?? ask().finally(() => this.loading.delete(name));
    this.loading.set(name, asking);
    return asking;
  }
}

/** The rules of a flow's text; null = this engine cannot run it. */
export type LearnFlow = (text: string) => Rules | null;

/** Compiles and trains: hundreds of milliseconds. A text with problems (a newer engine published it) is not run. */
export function learnFlow(text: string): Rules | null {
  const checked = checkFlow(text);
  return checked.ok ? flowRules(checked.flow, trainFlow(checked.flow)) : null;
}

const nameOf = (tenant: string, name: string): string => `${tenant}\n${name}`;
