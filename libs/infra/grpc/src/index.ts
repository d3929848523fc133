export { grpcHelp, grpcOptionsOf, grpcSettings, readGrpcConfig } from './config.ts';
export type { GrpcConfig } from './config.ts';
export { channelDefaults, defaultDeadlineMs, linkOverGrpc } from './link-over-grpc.ts';
export type { LinkControl, LinkOptions } from './link-over-grpc.ts';
export { openLink } from './open-link.ts';
export { serveDefaults, serveGrpc } from './serve-grpc.ts';
export type { GrpcServer, ServeLimits, ServeOptions } from './serve-grpc.ts';
export type { Carrier, RimHooks, ServedService } from './service-rim.ts';
export type { TlsChoice, TlsFiles } from './tls.ts';
