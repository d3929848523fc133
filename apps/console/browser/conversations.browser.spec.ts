import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { content, freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi } from '@parley/testing';
import { openBrowser, Visit } from '@parley/testing/browser';
import type { Browser } from 'playwright-core';
import { Desk } from './desk.ts';

const FLOW = readFileSync(join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json'), 'utf8');
const PICTURES = process.env['PICTURES'] ?? join(tmpdir(), 'parley-pictures');

let folder: string;
let parley: ParleyProcess;
let http: HttpClient;
let api: TenantApi;
let key: string;
let connection: string;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  folder = scratchFolder('console-conversations');
  parley = await ParleyProcess.start({ dataFolder: folder, port: await freePort() });
  http = new HttpClient(parley.origin);
  ({ api } = await TenantApi.createTenant(http, parley.platformKey(), 'Console'));
  await api.publish('bank-transfer', FLOW);
  connection = await api.connect('bank-transfer', ['self']);
  const made = await api.call('POST', '/v1/api-keys', { name: 'console', scopes: [] });
  key = content<{ apiKey: string }>(made).apiKey;
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await http?.close();
  await parley?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function atConversations(): Promise<Desk> {
  const desk = await Desk.open(browser, parley.origin);
  await desk.signIn(key);
  await desk.page.getByRole('link', { name: 'Conversations' }).click();
  await desk.page.getByRole('heading', { name: 'Conversations' }).waitFor();
  return desk;
}

async function beginConversation(text: string): Promise<string> {
  const begun = await api.call('POST', '/v1/conversations?wait=10s', { connection, text });
  return content<{ conversation: string }>(begun).conversation;
}

describe('conversations at the console', () => {
  it('says what to do while there is none', async () => {
    const desk = await atConversations();
    await desk.reads('Nobody has written yet.');
    await desk.close();
  }, 60_000);

  it('are found by what was said and by where they are, and show their states and whys', async () => {
    await beginConversation('what are the fees?');
    const asked = await beginConversation('send 5000 to Zebediah');
    const desk = await atConversations();
    await desk.page.getByRole('row').nth(2).waitFor();
    await desk.page.getByLabel('Words said').fill('zebediah');
    await desk.press('Apply');
    await desk.page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    expect(await desk.page.getByRole('row').count()).toBe(2);
    expect(desk.page.url()).toContain('text=zebediah');
    await desk.page.getByLabel('Words said').fill('');
    await desk.page.getByLabel('Active state').fill('idle');
    await desk.press('Apply');
    await desk.reads('No conversation fits.');
    await desk.page.goBack();
    await desk.page.getByRole('table').getByRole('link').click();
    await desk.reads('Send 5000 to Zebediah?');
    expect(desk.page.url()).toContain(asked);
    expect(await desk.page.getByLabel('Current states').textContent()).toContain('confirm');
    const journal = desk.page.getByRole('region', { name: 'What happened and why' });
    await journal.getByText('slots.amount < 1000').first().waitFor();
    expect(await journal.getByText('slots.amount = 5000').count()).toBeGreaterThan(0);
    await desk.press('Drawing');
    await desk.page.locator('.node.active[data-state="confirm"]').waitFor();
    await desk.page.locator('.edge.taken').first().waitFor({ state: 'attached' });
    expect(desk.complaints).toEqual([]);
    await desk.close();
  }, 90_000);

  it('are taken over, answered, given back, begun anew, ended and erased by a person, who is asked first', async () => {
    const visit = await Visit.open(browser, `${parley.origin}/chat/${connection}`);
    await visit.hears('I can send money for you.');
    await visit.say('transfer money');
    await visit.hears('How much?');
    const desk = await atConversations();
    await desk.page.getByRole('table').getByRole('link').first().click();
    await desk.reads('How much?');
    const takeOver = desk.page.getByRole('button', { name: 'Take over…' });
    expect(await takeOver.isDisabled()).toBe(true);
    await desk.page.getByLabel('Your name').fill('Eve');
    await takeOver.click();
    await desk.answer('Take over');
    await desk.reads('Eve has it');
    await desk.page.getByLabel('Message', { exact: true }).fill('Eve here. What is it?');
    await desk.press('Send');
    await visit.hears('Eve here. What is it?');
    await visit.say('never mind');
    await desk.page.getByRole('log').getByText('never mind').waitFor();
    await desk.press('Give back to the bot');
    await desk.reads('The bot answers again.');
    await desk.press('Begin anew…');
    await desk.answer('Cancel');
    expect((await visit.heard()).filter((text) => text.includes('I can send money'))).toHaveLength(1);
    await desk.press('Begin anew…');
    await desk.answer('Begin anew');
    await visit.hears('I can send money for you.');
    expect((await visit.heard()).filter((text) => text.includes('I can send money'))).toHaveLength(2);
    await desk.press('End…');
    await desk.answer('End it');
    await desk.reads('no episode runs');
    await desk.press('Erase…');
    await desk.answer('Erase for good');
    await desk.reads('What was said here was erased.');
    await Promise.all([visit.close(), desk.close()]);
  }, 120_000);
});

describe('a conversation at the console', () => {
  it('tells whether its visitor is there, as that changes', async () => {
    const visit = await Visit.open(browser, `${parley.origin}/chat/${connection}`);
    await visit.hears('I can send money for you.');
    await visit.say('send 5000 to Gwendolen');
    await visit.hears('Send 5000 to Gwendolen?');
    const desk = await atConversations();
    await desk.page.getByRole('table').getByRole('link').first().click();
    await desk.reads('Send 5000 to Gwendolen?');
    await desk.reads('visitor is there');
    await visit.page.goto('about:blank');
    await desk.reads('visitor is away');
    expect(await desk.page.getByText('visitor is there').count()).toBe(0);
    await visit.page.goBack();
    await desk.reads('visitor is there');
    await Promise.all([visit.close(), desk.close()]);
  }, 60_000);
});

describe('the console as a page', () => {
  it.each([
    ['desktop-light', { width: 1280, height: 800 }, 'light'],
    ['desktop-dark', { width: 1280, height: 800 }, 'dark'],
    ['phone-light', { width: 375, height: 740 }, 'light'],
    ['phone-dark', { width: 375, height: 740 }, 'dark'],
  ] as const)(
    'fits %s',
    async (name, viewport, colorScheme) => {
      await beginConversation('send 5000 to Ann');
      const desk = await Desk.open(browser, parley.origin, { viewport, colorScheme });
      const picture = async (what: string): Promise<void> => {
        expect([what, await desk.overflow()]).toEqual([what, 0]);
        await desk.page.screenshot({ path: join(PICTURES, `console-${name}-${what}.png`) });
      };
      await picture('door');
      await desk.signIn(key);
      await desk.reads('New flow');
      await picture('flows');
      await desk.openFlow('bank-transfer');
      await picture('flow');
      for (const view of ['Drawing', 'Versions', 'Connections']) {
        await desk.press(view);
        await desk.page.waitForTimeout(300);
        await picture(view);
      }
      await desk.press('Publish…');
      await picture('publish');
      await desk.answer('Cancel');
      await desk.page.getByRole('link', { name: 'Conversations' }).click();
      await desk.page.getByRole('table').waitFor();
      await picture('conversations');
      await desk.page.getByRole('table').getByRole('link').first().click();
      await desk.reads('Send 5000 to Ann?');
      await picture('conversation');
      for (const view of ['Why', 'Drawing']) {
        await desk.press(view);
        await desk.page.waitForTimeout(500);
        await picture(`conversation-${view}`);
      }
      await desk.close();
    },
    90_000,
  );

  it('can be used by keyboard alone, and the editor lets go of the focus', async () => {
    const desk = await Desk.open(browser, parley.origin);
    const { keyboard } = desk.page;
    const focused = () => desk.page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (words: string): Promise<void> => {
      for (let press = 0; press < 20 && !(await focused()).startsWith(words); press += 1) await keyboard.press('Tab');
      expect(await focused()).toMatch(new RegExp(`^${words}`));
    };
    await keyboard.press('Tab');
    await keyboard.type(key);
    await keyboard.press('Enter');
    await desk.reads('New flow');
    await tabTo('bank-transfer');
    await keyboard.press('Enter');
    await desk.text('bank-transfer').waitFor();
    await desk.tally(/warning/);
    await tabTo('Publish');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    const isInEditor = () => desk.text('bank-transfer').evaluate((box) => box.matches(':focus'));
    for (let press = 0; press < 6 && !(await isInEditor()); press += 1) await keyboard.press('Tab');
    expect(await isInEditor()).toBe(true);
    await keyboard.press('Tab');
    await tabTo('Warning');
    await keyboard.press('Enter');
    await desk.isAtLine(FLOW.slice(0, FLOW.indexOf('"ask": { "en": "Send {{')).split('\n').length);
    expect(await isInEditor()).toBe(true);
    await desk.close();
  }, 60_000);
});
