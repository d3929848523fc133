import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SecurityServiceDefinition, type SecurityService } from '@parley/contracts';
import { linkOverGrpc } from '@parley/grpc';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { content, describeEngines, HttpClient, scratchFolder, TenantApi, WebVisitor } from '@parley/testing';
import { startEngine, type RunningEngine } from '@parley/testing/engines';
import { DistributedHouse } from '@parley/testing/house';

const flow = readFileSync(join(import.meta.dirname, '../../docs/examples/clinic-appointment.flow.json'), 'utf8');
const startsWithin = 180_000;
/** For so long a key is believed where nobody can be told, ms. */
const believedMs = securityDefaults.keyMaxAgeMs;

/** What one instance changes the others know; without Redis they know it as soon as they look by themselves. */
describeEngines(['kafka', 'redis', 'mongodb', 'postgres'], 'two instances of each service', (engines) => {
  const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
  let redis: RunningEngine;
  let house: DistributedHouse;
  let http: HttpClient;
  let api: TenantApi;
  let tenant: string;
  let connection: string;
  let ann: WebVisitor;
  let security: readonly ReturnType<typeof linkOverGrpc<SecurityService>>[] = [];
  const page = new AbortController();

  beforeAll(async () => {
    redis = await startEngine('redis', scratchFolder('told-of-changes'));
    const instancesOf = { 'state-engine': 1, adaptors: 1, 'model-orchestrator': 1 };
    house = await DistributedHouse.build({ engines: { ...engines, redis: redis.address }, platformKey, instancesOf });
    await house.start();
    http = new HttpClient(house.origin, 4);
    ({ tenant, api } = await TenantApi.createTenant(http, platformKey, `clinic-${randomBytes(4).toString('hex')}`));
    await api.publish('clinic-appointment', flow);
    connection = await api.connect('clinic-appointment', [house.origin]);
    ann = await WebVisitor.arrive(http, connection);
    await ann.opened();
    await ann.until((shown) => shown.length > 0, 60_000);
    security = house.targets.security
      .replace('ipv4:', '')
      .split(',')
      .map((target) => linkOverGrpc<SecurityService>(SecurityServiceDefinition, { target: `ipv4:${target}` }));
  }, startsWithin);

  afterAll(async () => {
    page.abort();
    for (const link of security) link.close();
    await http.close();
    await house.end();
    await redis.stop();
  }, 60_000);

  /** Both instances know a key; the first revokes it. Answers how long the second believes it, ms. */
  async function believesRevoked(): Promise<number> {
    const [first, second] = security;
    if (first === undefined || second === undefined) throw new Error('There are two instances.');
    const scopes = ['conversations:read'];
    const made = await first.createApiKey({ tenant, name: 'to revoke', scopes, grantedBy: [] });
    const { apiKey, keyId } = made;
    await Promise.all([first.authenticate({ apiKey }), second.authenticate({ apiKey })]);
    await first.revokeApiKey({ tenant, keyId });
    await expect(first.authenticate({ apiKey })).rejects.toMatchObject({ code: 'auth.invalid-key' });
    const revokedAt = performance.now();
    const believes = (): Promise<boolean> =>
      second.authenticate({ apiKey }).then(
        () => true,
        () => false,
      );
    while (await believes()) await new Promise((resolve) => setTimeout(resolve, 5));
    return performance.now() - revokedAt;
  }

  /** As so many questions in a row say, by either gateway and either chat. */
  async function online(): Promise<boolean | null | 'differs'> {
    const ask = async () =>
      content<{ online: boolean | null }>(await api.call('GET', `/v1/conversations/${ann.visit.conversation}`)).online;
    const answers = new Set(await Promise.all(Array.from({ length: 8 }, ask)));
    const [answer = null] = answers;
    return answers.size === 1 ? answer : 'differs';
  }

  async function until(wanted: boolean | null, withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (let is = await online(); is !== wanted; is = await online()) {
      if (Date.now() > deadline) throw new Error(`Still ${String(is)}.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  it('a revoked key is refused by the other instance at once', async () => {
    expect(await believesRevoked()).toBeLessThan(believedMs / 5);
  }, 60_000);

  it('a visitor is there for all while a page is open', async () => {
    await until(false, 5_000);
    const address = `${house.origin}/channels/web-chat/${connection}/stream?after=0`;
    const headers = { authorization: `Bearer ${ann.visit.token}` };
    const open = await fetch(address, { headers, signal: page.signal });
    expect(open.status).toBe(200);
    await until(true, 5_000);
  }, 60_000);

  it('without Redis nobody can say who is there, a revoked key ends in its time, and everything else goes on', async () => {
    await redis.kill();
    await until(null, 10_000);
    expect(await believesRevoked()).toBeLessThan(believedMs + 2_000);
    content(await api.call('GET', '/v1/usage'));
    const shown = ann.messages.length;
    content(await ann.say('without', 'what are the fees?'));
    await ann.until((messages) => messages.length >= shown + 2, 60_000);
  }, 120_000);

  it('when it is back without its data the visitor is there again, and changes are told', async () => {
    await redis.restart({ empty: true });
    await until(true, 45_000);
    expect(await believesRevoked()).toBeLessThan(believedMs / 5);
    page.abort();
    await until(false, 5_000);
  }, 120_000);
});
