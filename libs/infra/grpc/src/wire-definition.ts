import type { MethodDefinition as GrpcMethod, ServiceDefinition as GrpcService } from '@grpc/grpc-js';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import type { Codec, MethodDefinition, ServiceDefinition } from '@parley/contracts';
import { fileDescriptorSet } from '@parley/contracts';

/** A method as grpc-js knows it: its path, and the generated codecs. */
export type WireMethod = GrpcMethod<unknown, unknown>;

/** A generated definition as grpc-js knows it, by the names of the proto file. No proto file is read. */
export function wireService(definition: ServiceDefinition): GrpcService {
  const methods = Object.values(definition.methods);
  return Object.fromEntries(methods.map((method) => [method.name, wireMethod(definition, method)]));
}

export function wireMethod({ fullName }: ServiceDefinition, method: MethodDefinition): WireMethod {
  const [request, response] = [method.requestType as Codec, method.responseType as Codec];
  return {
    path: `/${fullName}/${method.name}`,
    requestStream: method.requestStream,
    responseStream: method.responseStream,
    requestSerialize: encoder(request),
    requestDeserialize: decoder(request),
    responseSerialize: encoder(response),
    responseDeserialize: decoder(response),
  };
}

/** Services by their full names, as Nest loads them. */
export function packageOf(definitions: readonly ServiceDefinition[]): Readonly<Record<string, GrpcService>> {
  const services = definitions.map((definition) => [definition.fullName, wireService(definition)] as const);
  return Object.fromEntries(services);
}

/** The files that describe the contracts, one encoded FileDescriptorProto each, as `buf build` made them. */
export function descriptorFiles(): readonly Buffer[] {
  const reader = new BinaryReader(Buffer.from(fileDescriptorSet, 'base64'));
  const files: Buffer[] = [];
  // FileDescriptorSet has one field: `repeated FileDescriptorProto file = 1`.
  while (reader.pos < reader.len) {
    reader.tag();
    files.push(Buffer.from(reader.bytes()));
  }
  return files;
}

function encoder(codec: Codec): (message: unknown) => Buffer {
  return (message) => {
    const bytes = codec.encode(message).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

/** Decodes from a plain Uint8Array: fields of bytes are views of it, and must not be Buffers here and arrays in process. */
function decoder(codec: Codec): (bytes: Buffer) => unknown {
  return (bytes) => codec.decode(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
