export { createGateway, describeGateway } from './gateway.ts';
export type { Gateway } from './gateway.ts';
export { GatewayPorts } from './gateway-ports.ts';
export type { Exposition, Health, ObservedRequest } from './gateway-ports.ts';
export { readPages } from './pages.ts';
export type { Page, PageFile, PageFolders, Pages } from './pages.ts';
