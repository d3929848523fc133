import { Client, credentials, loadPackageDefinition, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { ErrorInfo, FlowServiceDefinition, RetryInfo, RpcStatus, ServiceFault } from '@parley/contracts';
import { service as healthService } from 'grpc-health-check';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asked, FlowWorld } from './testing/flow-instance.ts';
import { wireService } from './wire-definition.ts';

const world = new FlowWorld();
afterEach(() => world.close());

const name = 'parley.state_engine.v1.FlowService';

/** A call as any gRPC client makes it. */
async function call(client: Client, method: (typeof healthService)[string], request: object): Promise<unknown> {
  const { path, requestSerialize, responseDeserialize } = method;
  const deadline = Date.now() + 3_000;
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      new Metadata(),
      { deadline },
      (error, answer) => (error ? reject(error) : resolve(answer)),
    );
  });
}

describe('a client that is none of ours', () => {
  it('reads of a fault google.rpc.Status, with our code and when to ask again', async () => {
    const fault = new ServiceFault('UNAVAILABLE', 'chat.busy', 'Not now.', 1_500);
    const { port } = await world.serve('a', { getFlow: () => Promise.reject(fault) });
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const { GetFlow } = wireService(FlowServiceDefinition);
    const error = (await call(client, GetFlow as never, asked).catch((told: unknown) => told)) as ServiceError;
    client.close();
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: 'Not now.' });
    const [bytes] = error.metadata.get('grpc-status-details-bin');
    const { code, message, details } = RpcStatus.decode(bytes as Buffer);
    expect({ code, message }).toEqual({ code: 14, message: 'Not now.' });
    expect(details.map(({ typeUrl }) => typeUrl)).toEqual([
      'type.googleapis.com/google.rpc.ErrorInfo',
      'type.googleapis.com/google.rpc.RetryInfo',
    ]);
    expect(ErrorInfo.decode(details[0]!.value)).toEqual({ reason: 'chat.busy', domain: 'parley', metadata: {} });
    expect(RetryInfo.decode(details[1]!.value)).toEqual({ retryDelay: { seconds: 1, nanos: 5e8 } });
  });

  it('asks for the health of a service and of the server', async () => {
    const server = await world.serve('a');
    const client = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
    const check = (service: string) => call(client, healthService['Check']!, { service });
    expect(await check('')).toMatchObject({ status: 'SERVING' });
    expect(await check(name)).toMatchObject({ status: 'SERVING' });
    server.setServing(name, false);
    expect(await check('')).toMatchObject({ status: 'NOT_SERVING' });
    expect(await check(name)).toMatchObject({ status: 'NOT_SERVING' });
    await expect(check('nobody')).rejects.toMatchObject({ code: status.NOT_FOUND });
    client.close();
  });

  it('is told what is served and how it is called, if that is allowed', async () => {
    const open = await world.serve('a', {}, { reflection: true });
    const [services, files] = await reflected(open.port);
    expect(services).toEqual([name]);
    expect(files.some((file) => file.includes('parley/state_engine/v1/flow_service.proto'))).toBe(true);
    const shut = await world.serve('b');
    await expect(reflected(shut.port)).rejects.toMatchObject({ code: status.UNIMPLEMENTED });
  });

  it('that sends what is no message is told so, and nothing of ours', async () => {
    const { port } = await world.serve('a');
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const { GetFlow } = wireService(FlowServiceDefinition);
    const broken = { ...GetFlow, requestSerialize: () => Buffer.from([0x0a, 0xff]) };
    await expect(call(client, broken as never, asked)).rejects.toMatchObject({
      details: 'Error deserializing request',
    });
    client.close();
  });
});

/** Asks grpc.reflection.v1 what there is, as grpcurl does. */
async function reflected(port: number): Promise<readonly [services: readonly string[], files: readonly string[]]> {
  const require = createRequire(import.meta.url);
  const loader = require('@grpc/proto-loader') as { loadSync(file: string, options: object): never };
  const folder = join(dirname(require.resolve('@grpc/reflection')), '../proto');
  const pack = loadPackageDefinition(loader.loadSync(join(folder, 'grpc/reflection/v1/reflection.proto'), {})) as never;
  const { ServerReflection } = (
    pack as { grpc: { reflection: { v1: { ServerReflection: new (...of: unknown[]) => Client & Reflecting } } } }
  ).grpc.reflection.v1;
  const client = new ServerReflection(`127.0.0.1:${port}`, credentials.createInsecure());
  const stream = client.serverReflectionInfo();
  stream.write({ listServices: '*' });
  stream.write({ fileContainingSymbol: `${name}.GetFlow` });
  stream.end();
  try {
    const answers: ReflectionAnswer[] = [];
    for await (const answer of stream as AsyncIterable<ReflectionAnswer>) answers.push(answer);
    const services = answers.flatMap(({ listServicesResponse }) => listServicesResponse?.service ?? []);
    const files = answers.flatMap(({ fileDescriptorResponse }) => fileDescriptorResponse?.fileDescriptorProto ?? []);
    return [services.map((service) => service.name), files.map((file) => file.toString('latin1'))];
  } finally {
    client.close();
  }
}

interface ReflectionAnswer {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Buffer[] };
}

interface Reflecting {
  serverReflectionInfo(): AsyncIterable<unknown> & { write(request: object): void; end(): void };
}
