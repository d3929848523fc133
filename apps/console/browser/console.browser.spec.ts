import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { content, freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi } from '@parley/testing';
import { openBrowser, Visit } from '@parley/testing/browser';
import type { Browser } from 'playwright-core';
import { Desk } from './desk.ts';

const FLOW = readFileSync(join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json'), 'utf8');
const PICTURES = process.env['PICTURES'] ?? join(tmpdir(), 'parley-pictures');
const OLD = 'I can send money for you.';
const NEW = 'Money is sent here.';

let folder: string;
let parley: ParleyProcess;
let http: HttpClient;
let api: TenantApi;
let key: string;
let connection: string;
let chat: string;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  folder = scratchFolder('console');
  parley = await ParleyProcess.start({ dataFolder: folder, port: await freePort() });
  http = new HttpClient(parley.origin);
  ({ api } = await TenantApi.createTenant(http, parley.platformKey(), 'Console'));
  await api.publish('bank-transfer', FLOW);
  connection = await api.connect('bank-transfer', ['self']);
  chat = `${parley.origin}/chat/${connection}`;
  key = await newKey([]);
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await http?.close();
  await parley?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function newKey(scopes: readonly string[]): Promise<string> {
  return content<{ apiKey: string }>(await api.call('POST', '/v1/api-keys', { name: 'console', scopes })).apiKey;
}

async function signedIn(): Promise<Desk> {
  const desk = await Desk.open(browser, parley.origin);
  await desk.signIn(key);
  await desk.reads('New flow');
  return desk;
}

/** The line of a stretch of the text, from 1. */
function lineOf(text: string, stretch: string): number {
  return text.slice(0, text.indexOf(stretch)).split('\n').length;
}

describe('signing in to the console', () => {
  it('refuses a wrong key with a sentence, and keeps a good one in this tab alone until it is signed out', async () => {
    const desk = await Desk.open(browser, parley.origin);
    await desk.signIn('nonsense');
    await desk.reads('This is not an API key');
    await desk.signIn(`${key.slice(0, -4)}AAAA`);
    await desk.reads('This API key is not accepted');
    await desk.signIn(key);
    await desk.reads('New flow');
    await desk.page.reload();
    await desk.reads('New flow');
    expect(desk.page.url()).not.toContain(key.slice(0, 12));
    const kept = await desk.page.evaluate(() => [JSON.stringify(localStorage), document.cookie]);
    expect(kept.join()).not.toContain('pk_');
    await desk.press('Sign out');
    await desk.page.getByLabel('API key').waitFor();
    expect(await desk.page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('pk_');
    expect(desk.complaints).toEqual([]);
    await desk.close();
  }, 60_000);

  it('says which scope a key lacks, where it is lacked', async () => {
    const desk = await Desk.open(browser, parley.origin);
    await desk.signIn(await newKey(['conversations:read']));
    await desk.reads('This key lacks the scope flows:read.');
    await desk.page.getByRole('link', { name: 'Conversations' }).click();
    await desk.page.getByRole('heading', { name: 'Conversations' }).waitFor();
    await desk.close();
  }, 60_000);
});

describe('changing the bot on one page', () => {
  it('shows a problem at its place, publishes, and the next conversation runs it while a live one keeps its own', async () => {
    const live = await Visit.open(browser, chat);
    await live.hears(OLD);
    const desk = await signedIn();
    await desk.openFlow('bank-transfer');

    await desk.replace('bank-transfer', '"next": "detect"', '"next": "detectt"');
    await desk.tally(/2 errors/);
    const problem = desk.problem('There is no state "detectt"');
    expect(await problem.textContent()).toContain('state-missing');
    const line = lineOf(FLOW, '"next": "detect"');
    expect(await problem.textContent()).toContain(`line ${line}`);
    await problem.click();
    await desk.isAtLine(line);
    await desk.page.screenshot({ path: join(PICTURES, 'console-problem.png') });
    await desk.press('Publish…');
    expect(await desk.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).isDisabled()).toBe(true);
    await desk.answer('Cancel');

    await desk.replace('bank-transfer', '"next": "detectt"', '"next": "detect"');
    await desk.replace('bank-transfer', OLD, NEW);
    await desk.replace('bank-transfer', 'Transfers are free.', 'Transfers cost nothing.');
    await desk.tally(/^\d+ warnings?\.$/);
    await desk.reads('Unsaved changes');
    await desk.press('Publish…');
    await desk.reads('Against the default version');
    await desk.answer('Publish');
    await desk.reads(/Version [0-9a-f]{8} is published. New conversations run it; live ones keep theirs./);

    const next = await Visit.open(browser, chat);
    await next.hears(NEW);
    await next.say('what are the fees?');
    await next.hears('Transfers cost nothing.', 'Anything else?');
    await live.say('what are the fees?');
    await live.hears('Transfers are free.', 'Anything else?');

    await desk.page.getByRole('link', { name: 'Conversations' }).click();
    await desk.page.getByRole('row').nth(2).waitFor();
    expect(await desk.page.getByRole('row').count()).toBe(3);
    await desk.press('Read again');
    await desk.page.getByRole('table').getByText('more').nth(1).waitFor();
    expect(desk.complaints).toEqual([]);
    await Promise.all([live.close(), next.close(), desk.close()]);
  }, 120_000);

  it('goes back to an earlier version, and looks at each', async () => {
    const desk = await signedIn();
    await desk.openFlow('bank-transfer');
    await desk.press('Versions');
    const versions = desk.page.getByRole('region', { name: 'Versions' }).getByRole('listitem');
    await versions.nth(1).waitFor();
    const earlier = versions.filter({ has: desk.page.getByRole('button', { name: 'Make default' }) }).first();
    await earlier.getByRole('button', { name: 'Look at it' }).click();
    await desk.page.getByRole('region', { name: 'Text of the version' }).getByText(OLD).waitFor();
    await desk.answer('Put into the draft');
    await desk.reads('Unsaved changes');
    await desk.page.keyboard.press('Escape');
    await earlier.getByRole('button', { name: 'Make default' }).click();
    await desk.answer('Make default');
    await desk.reads(/New conversations run version [0-9a-f]{8}/);
    const visit = await Visit.open(browser, chat);
    await visit.hears(OLD);
    await earlier.getByRole('button', { name: 'Archive' }).click();
    await desk.answer('Archive');
    await desk.reads('archived');
    await Promise.all([visit.close(), desk.close()]);
  }, 90_000);

  it('makes a flow from a small one that works, completes its names, and gives it a chat page', async () => {
    const desk = await signedIn();
    await desk.press('New flow');
    await desk.page.getByLabel('Name').fill('Not A Name');
    await desk.press('Make it');
    await desk.reads('A name is 1 to 63 of');
    await desk.page.getByLabel('Name').fill('opening-hours');
    await desk.press('Make it');
    await desk.text('opening-hours').waitFor();
    await desk.tally(/No problem/);
    await desk.reads('No version is the default yet');
    await desk.replace('opening-hours', '"next": "menu"', '"next": ""');
    await desk.select('opening-hours', '"next": ""');
    await desk.page.keyboard.press('ArrowRight');
    await desk.page.keyboard.press('ArrowLeft');
    await desk.page.keyboard.press('Control+Space');
    const offers = desk.page.getByRole('listbox').getByRole('option');
    await offers.filter({ hasText: 'menu' }).waitFor();
    expect((await offers.allTextContents()).join(' ')).toContain('goodbyeend state');
    await desk.page.keyboard.type('men');
    await offers.filter({ hasText: 'goodbye' }).waitFor({ state: 'detached' });
    await desk.page.keyboard.press('Tab');
    await desk.replace('opening-hours', '"next": ""', '"next": "menu"');
    await desk.tally(/No problem/);
    await desk.press('Publish…');
    await desk.reads('This will be the first version that runs.');
    await desk.answer('Publish');
    await desk.reads(/is published/);
    await desk.press('Connections');
    await desk.press('New web chat for trying it');
    await desk.reads(/^Web chat \w+ is made/);
    const chats = desk.page.getByRole('link', { name: 'Open its chat page' });
    await chats.nth(1).waitFor();
    const address = await chats.first().getAttribute('href');
    const visit = await Visit.open(browser, `${parley.origin}${address ?? ''}`);
    await visit.hears('Hello. Ask me when we are open.');
    expect(desk.complaints).toEqual([]);
    await Promise.all([visit.close(), desk.close()]);
  }, 90_000);

  it('overwrites nobody: who saved meanwhile is told, and what was not saved survives going elsewhere', async () => {
    const desk = await signedIn();
    await desk.openFlow('bank-transfer');
    await desk.replace('bank-transfer', 'Goodbye.', 'See you.');
    const theirs = FLOW.replace('Goodbye.', 'Farewell.');
    expect((await api.call('PUT', '/v1/flows/bank-transfer/draft', { text: theirs })).status).toBe(200);
    await desk.text('bank-transfer').click();
    await desk.page.keyboard.press('Control+s');
    await desk.reads('Somebody else has saved another text of this draft.');
    await desk.page.getByRole('link', { name: 'Flows', exact: true }).first().click();
    await desk.reads('unsaved changes');
    await desk.openFlow('bank-transfer');
    await desk.reads('What you had not saved is here again.');
    await desk.press('Keep mine (saving replaces theirs)');
    await desk.press('Save draft');
    await desk.reads('The draft is saved.');
    const { draft } = content<{ draft: string }>(await api.call('GET', '/v1/flows/bank-transfer'));
    expect(draft).toContain('See you.');
    expect(draft).not.toContain('Farewell.');
    await desk.close();
  }, 60_000);

  it('draws the machine, follows the text, and leads from a state to its place', async () => {
    const desk = await signedIn();
    await desk.openFlow('bank-transfer');
    const drawing = desk.page.locator('.canvas svg');
    await drawing.getByText('confirm', { exact: true }).first().click();
    const text = content<{ draft: string }>(await api.call('GET', '/v1/flows/bank-transfer')).draft;
    await desk.isAtLine(lineOf(text, '"confirm": {'));
    await desk.page.getByText('The 22 states in words').click();
    await desk.page.locator('.in-words').getByRole('button', { name: 'execute' }).click();
    await desk.isAtLine(lineOf(text, '"execute": {'));
    await desk.replace('bank-transfer', '"unclear"', '"doubtful"');
    await drawing.getByText('doubtful', { exact: true }).waitFor();
    await desk.replace('bank-transfer', '"states"', '"stats"');
    await desk.reads('As of the last text without an error.');
    await desk.close();
  }, 60_000);
});
