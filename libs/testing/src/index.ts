export { content, HttpClient } from './http.ts';
export type { HttpAnswer, HttpOptions } from './http.ts';
export { freePort, ParleyProcess } from './parley-process.ts';
export type { ParleyOptions } from './parley-process.ts';
export { scratchFolder } from './scratch-folder.ts';
export { TenantApi } from './tenant-api.ts';
export type { JournalEntryView } from './tenant-api.ts';
export { WebVisitor } from './web-visitor.ts';
export type { Visit, VisitorChoice, VisitorMessage, VisitorPage } from './web-visitor.ts';
