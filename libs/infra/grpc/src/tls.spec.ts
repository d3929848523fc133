import { FlowServiceDefinition } from '@parley/contracts';
import { linkOverGrpc, readGrpcConfig, serveGrpc } from './index.ts';
import { TestAuthority } from './testing/certificates.ts';
import { asked, faultOf, flowsOf, FlowWorld } from './testing/flow-instance.ts';
import { hostsOf, isLoopback } from './tls.ts';

const world = new FlowWorld();
afterEach(() => world.close());

const ours = new TestAuthority('ours');
const theirs = new TestAuthority('theirs');
afterAll(() => [ours, theirs].forEach((authority) => authority.remove()));
const server = ours.sign(['state-engine']);
const chat = ours.sign(['chat']);
const soon = (): { deadline: number } => ({ deadline: Date.now() + 700 });

describe('services that know each other by certificate', () => {
  it('serve whoever shows one of their authority', async () => {
    const { port } = await world.serve('a', {}, { tls: server });
    expect((await world.link([port], { tls: chat }).getFlow(asked)).draft).toBe('a');
    await world.link([port], { tls: chat }).check();
    const byName = world.link([port], { tls: chat, serverName: 'state-engine' });
    expect((await byName.getFlow(asked)).draft).toBe('a');
  });

  it.each([
    ['nobody', { caFile: ours.caFile }],
    ['another authority', { ...theirs.sign(['chat']), caFile: ours.caFile }],
    ['an expired certificate', ours.sign(['chat'], { expired: true })],
  ])('refuse %s', async (_who, tls) => {
    const { port } = await world.serve('a', {}, { tls: server });
    expect(await faultOf(world.link([port], { tls }).getFlow(asked, soon()))).toMatchObject({
      status: 'DEADLINE_EXCEEDED',
    });
    await expect(world.link([port], { tls }).check()).rejects.toThrow('cannot be reached');
  });

  it.each([
    ['another authority', theirs.sign(['state-engine']), undefined],
    ['an expired certificate', ours.sign(['state-engine'], { expired: true }), undefined],
    ['another name', server, 'security'],
  ])('call no server with %s', async (_what, shown, serverName) => {
    const { port } = await world.serve('a', {}, { tls: { ...shown, caFile: ours.caFile } });
    const link = world.link([port], { tls: chat, serverName });
    expect(await faultOf(link.getFlow(asked, soon()))).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
  });

  it('let those call a service whose names it knows', async () => {
    const service = flowsOf('a');
    const { port, close } = await serveGrpc({
      services: [{ definition: FlowServiceDefinition, service, allow: ['chat', 'gateway'] }],
      address: { host: '127.0.0.1', port: 0 },
      tls: server,
    });
    const refused = { status: 'PERMISSION_DENIED', code: 'call.refused' };
    expect((await world.link([port], { tls: chat }).getFlow(asked)).draft).toBe('a');
    expect((await world.link([port], { tls: ours.sign(['cli', 'gateway']) }).getFlow(asked)).draft).toBe('a');
    for (const names of [['adaptors'], ['chat.evil'], ['*']]) {
      expect(await faultOf(world.link([port], { tls: ours.sign(names) }).getFlow(asked))).toMatchObject(refused);
    }
    await close();
  });

  it('let nobody call such a service in the clear', async () => {
    const services = [{ definition: FlowServiceDefinition, service: flowsOf('a'), allow: ['chat'] }];
    const { port, close } = await serveGrpc({ services, address: { host: '127.0.0.1', port: 0 } });
    expect(await faultOf(world.link([port]).getFlow(asked))).toMatchObject({ code: 'call.refused' });
    await close();
  });
});

describe('gRPC in the clear', () => {
  const services = [{ definition: FlowServiceDefinition, service: flowsOf('a') }];

  it('stays on this machine, unless it is allowed beyond', async () => {
    const everywhere = { host: '0.0.0.0', port: 0 };
    await expect(serveGrpc({ services, address: everywhere })).rejects.toThrow('GRPC_PLAINTEXT=true');
    const allowed = await serveGrpc({ services, address: everywhere, plaintext: true });
    await allowed.close();
    const target = 'dns:///state-engine:50051';
    expect(() => linkOverGrpc(FlowServiceDefinition, { target })).toThrow('GRPC_PLAINTEXT=true');
    linkOverGrpc(FlowServiceDefinition, { target, plaintext: true }).close();
  });

  it('knows this machine by its addresses, over every form of target', () => {
    expect(hostsOf('dns:///chat:50051')).toEqual(['chat']);
    expect(hostsOf('dns://8.8.8.8/chat:50051')).toEqual(['chat']);
    expect(hostsOf('ipv4:127.0.0.1:1,10.0.0.2:2')).toEqual(['127.0.0.1', '10.0.0.2']);
    expect(hostsOf('ipv6:[::1]:1')).toEqual(['::1']);
    expect(hostsOf('localhost:1')).toEqual(['localhost']);
    expect(['localhost', '127.0.0.1', '127.9.9.9', '::1'].every(isLoopback)).toBe(true);
    expect(['127.0.0.1.evil.com', 'localhost.evil.com', '0.0.0.0', '::', '', 'chat'].some(isLoopback)).toBe(false);
  });

  it('names a file that cannot be read, and never its content', async () => {
    const tls = { certFile: '/nowhere.crt', keyFile: '/nowhere.key' };
    await expect(serveGrpc({ services, address: { host: '127.0.0.1', port: 0 }, tls })).rejects.toThrow(
      '/nowhere.crt cannot be read.',
    );
  });
});

describe('the settings of gRPC', () => {
  it('are this machine alone, in the clear, unless they say more', () => {
    expect(readGrpcConfig({})).toEqual({
      ok: true,
      config: {
        address: { host: '127.0.0.1', port: 50_051 },
        plaintext: false,
        reflection: true,
        limits: { maxMessageBytes: 32_000_000, pingEveryMs: 20_000, maxConnectionAgeMs: 300_000 },
      },
    });
    const [GRPC_TLS_CERT, GRPC_TLS_KEY, GRPC_TLS_CA] = ['a.crt', 'a.key', 'ca.crt'];
    const mutual = readGrpcConfig({
      GRPC_HOST: '0.0.0.0',
      GRPC_TLS_CERT,
      GRPC_TLS_KEY,
      GRPC_TLS_CA,
      NODE_ENV: 'production',
    });
    expect(mutual).toMatchObject({
      config: { tls: { certFile: 'a.crt', keyFile: 'a.key', caFile: 'ca.crt' }, reflection: false },
    });
  });

  it.each([
    [{ GRPC_HOST: '0.0.0.0' }, ['GRPC_HOST: is reached from elsewhere']],
    [{ GRPC_TLS_CERT: 'a' }, ['GRPC_TLS_KEY: must be set']],
    [{ GRPC_TLS_KEY: 'a' }, ['GRPC_TLS_CERT: must be set']],
    [{ GRPC_TLS_CA: 'a' }, ['GRPC_TLS_CERT: must be set']],
    [{ GRPC_TLS_CERT: 'a', GRPC_TLS_KEY: 'b', GRPC_PLAINTEXT: 'true' }, ['GRPC_PLAINTEXT: must not be true']],
    [{ GRPC_PORT: 'x', GRPC_TSL: '1' }, ['GRPC_PORT: must be', 'GRPC_TSL: there is no such setting.']],
  ])('that would leave something open are refused: %j', (environment, sentences) => {
    const read = readGrpcConfig(environment);
    expect(read).toEqual({
      ok: false,
      problems: sentences.map((sentence) => expect.stringContaining(sentence) as string),
    });
  });
});
