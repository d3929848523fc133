export { BankProcess } from './bank-process.ts';
export type { LedgerLine } from './bank-process.ts';
export { DistributedHouse } from './distributed-house.ts';
export type { EngineAddresses, HouseOptions } from './distributed-house.ts';
export { FrontDoor } from './front-door.ts';
export { ServiceProcess } from './service-process.ts';
export type { ServiceName } from './service-process.ts';
