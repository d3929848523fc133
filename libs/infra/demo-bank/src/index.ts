export { Bank } from './bank.ts';
export type { BankAnswer, BankDoor, Transfer } from './bank.ts';
export { serveBank } from './bank-server.ts';
export type { BankServer } from './bank-server.ts';
export { DemoBankIntegration } from './demo-bank-integration.ts';
export type { DemoBankOptions } from './demo-bank-integration.ts';
export { HttpBank } from './http-bank.ts';
export type { LedgerLine } from './ledger.ts';
export type { Behaviour, Mishap } from './mishaps.ts';
