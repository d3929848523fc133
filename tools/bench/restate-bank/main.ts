import { flowRules } from '@parley/conversation';
import { checkFlow, trainFlow } from '@parley/flow';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { bankObject } from './bank-object.ts';
import { loadRestate } from './sdk.ts';
import { openDoor } from './slack-door.ts';
import type { BankOrder, BankWord } from './words.ts';

/** The bank of `message-path` as a user of Restate would build it: our intake, rules and channel, and nothing else of ours. */
const { folder, flowFile, ingress, apiUrl, signingSecret, botToken } = JSON.parse(process.argv[2] ?? '') as BankOrder;
const checked = checkFlow(readFileSync(flowFile, 'utf8'));
if (!checked.ok) throw new Error(`The flow has problems: ${JSON.stringify(checked)}`);
const rules = flowRules(checked.flow, trainFlow(checked.flow));
const idKey = new Uint8Array(32).fill(1);
const sdk = loadRestate(folder);
const services = [bankObject({ sdk, rules, idKey, apiUrl, botToken })];
const endpoint = createServer(sdk.createEndpointHandler({ services }));
await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
const door = await openDoor({ ingress, signingSecret, idKey });
const word: BankWord = { door, endpoint: (endpoint.address() as AddressInfo).port };
process.send?.(word);
process.on('disconnect', () => process.exit(0));
