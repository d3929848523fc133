import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TenantApi, type HttpClient } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { Actor, type Story, type Tally, type World } from './actor.ts';
import { scripts } from './scripts.ts';

/** Two tenants: one whose bank takes idempotency keys, one whose bank takes none. */
export async function makeWorlds(http: HttpClient, platformKey: string, tally: Tally): Promise<readonly World[]> {
  const bank = readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8');
  const timers = readFileSync(join(root, 'tools/chaos/flows/timers.flow.json'), 'utf8');
  const made: World[] = [];
  for (const keyed of [true, false]) {
    const { tenant, api } = await TenantApi.createTenant(http, platformKey, keyed ? 'Keyed' : 'Unkeyed');
    await api.publish('bank-transfer', keyed ? bank : withoutKeys(bank));
    await api.publish('chaos-timers', timers);
    const connections = {
      bank: await api.connect('bank-transfer', ['*']),
      timers: await api.connect('chaos-timers', ['*']),
    };
    made.push({ http, api, tenant, keyed, connections, tally });
  }
  return made;
}

/** The same flow on a bank without keys: nothing may be repeated there, so no retry. */
function withoutKeys(text: string): string {
  return text.replace('"demo-bank.transfer"', '"demo-bank-unkeyed.transfer"').replace(/\s*"retry": \{[^}]*\},/, '');
}

/** Keeps so many conversations going until told to stop; each ends its script and gives its place to the next. */
export class Population {
  readonly stories: Story[] = [];
  private stopping = false;
  private readonly running: Promise<void>[] = [];
  private spawned = 0;

  constructor(
    private readonly worlds: readonly World[],
    count: number,
  ) {
    for (let place = 0; place < count; place += 1) this.running.push(this.occupy());
  }

  /** No new conversation begins; resolves when all have ended. */
  async finish(): Promise<readonly Story[]> {
    this.stopping = true;
    await Promise.all(this.running);
    return this.stories;
  }

  private async occupy(): Promise<void> {
    while (!this.stopping) {
      const number = (this.spawned += 1);
      const world = this.worlds[number % this.worlds.length];
      if (world === undefined) return;
      const payee = `Olafur ${surname(number)}`;
      const all = scripts(payee);
      const script = all[Math.floor(number / this.worlds.length) % all.length];
      if (script !== undefined) this.stories.push(await new Actor(world, script, payee).play());
    }
  }
}

const SYLLABLES = ['bor', 'dak', 'fel', 'gum', 'jor', 'kav', 'lun', 'mir', 'nev', 'pol', 'rus', 'tam'];

/** A name for a number that is neither an amount nor a word. */
function surname(number: number): string {
  const digits = [...number.toString(SYLLABLES.length)].map(
    (digit) => SYLLABLES[Number.parseInt(digit, SYLLABLES.length)] ?? '',
  );
  return `Z${digits.join('')}ić`;
}
