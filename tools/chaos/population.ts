import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeSlack } from '@parley/channel-simulator';
import { content, TenantApi, type HttpClient } from '@parley/testing';
import { root } from '../fitness/sources.ts';
import { Actor, type Story, type Tally, type World } from './actor.ts';
import { scripts, slackScripts } from './scripts.ts';
import { SlackPerson } from './slack-person.ts';

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

/** The connection of the only workspace. */
export const slackConnection = 'chaos-slack';

/** One tenant is in Slack as well. */
export async function connectSlack({ api }: World, slack: FakeSlack, origin: string): Promise<void> {
  const { signingSecret, botToken } = slack;
  const body = {
    connection: slackConnection,
    channel: 'slack',
    flow: 'bank-transfer',
    secrets: { signingSecret, botToken },
  };
  content(await api.call('POST', '/v1/connections', body));
  slack.aim(`${origin}/channels/slack/${slackConnection}`);
}

/** The same flow on a bank without keys: nothing may be repeated there, so no retry. */
function withoutKeys(text: string): string {
  return text.replace('"demo-bank.transfer"', '"demo-bank-unkeyed.transfer"').replace(/\s*"retry": \{[^}]*\},/, '');
}

/** Every third conversation of the first tenant is in Slack. */
const oneInSlack = 3;

/** Keeps so many conversations going until told to stop; each ends its script and gives its place to the next. */
export class Population {
  private readonly actors: Actor[] = [];
  private stopping = false;
  private readonly running: Promise<void>[] = [];
  private spawned = 0;

  constructor(
    private readonly worlds: readonly World[],
    private readonly slack: FakeSlack,
    count: number,
  ) {
    for (let place = 0; place < count; place += 1) this.running.push(this.occupy());
  }

  /** No new conversation begins; resolves when all have ended. */
  async finish(): Promise<readonly Story[]> {
    this.stopping = true;
    await Promise.all(this.running);
    return this.actors.map((actor) => actor.story());
  }

  private async occupy(): Promise<void> {
    while (!this.stopping) {
      const actor = this.next((this.spawned += 1));
      this.actors.push(actor);
      await actor.play();
    }
  }

  private next(number: number): Actor {
    const payee = `Olafur ${surname(number)}`;
    const turn = Math.floor(number / this.worlds.length);
    const world = at(this.worlds, number);
    if (world !== this.worlds[0] || turn % oneInSlack > 0) return new Actor(world, at(scripts(payee), turn), payee);
    const script = at(slackScripts(payee), turn / oneInSlack);
    return new Actor(world, script, payee, new SlackPerson(this.slack, `D${number}`));
  }
}

function at<T>(all: readonly T[], turn: number): T {
  const one = all[turn % all.length];
  if (one === undefined) throw new Error('There is none.');
  return one;
}

const SYLLABLES = ['bor', 'dak', 'fel', 'gum', 'jor', 'kav', 'lun', 'mir', 'nev', 'pol', 'rus', 'tam'];

/** A name for a number that is neither an amount nor a word. */
function surname(number: number): string {
  const digits = [...number.toString(SYLLABLES.length)].map(
    (digit) => SYLLABLES[Number.parseInt(digit, SYLLABLES.length)] ?? '',
  );
  return `Z${digits.join('')}ić`;
}
