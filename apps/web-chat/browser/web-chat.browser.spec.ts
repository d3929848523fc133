import { createServer, type Server } from 'node:http';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, HttpClient, ParleyProcess, scratchFolder, TenantApi } from '@parley/testing';
import { openBrowser, Visit } from '@parley/testing/browser';
import type { Browser } from 'playwright-core';

const FLOW = join(import.meta.dirname, '../../docs/examples/bank-transfer.flow.json');
const PICTURES = process.env['PICTURES'] ?? join(tmpdir(), 'parley-pictures');
const GREETING = 'Hello there. I can send money for you.';

let folder: string;
let port: number;
let parley: ParleyProcess;
let http: HttpClient;
let api: TenantApi;
let chat: string;
let connection: string;
let foreignPage: Server;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  folder = scratchFolder('browser');
  port = await freePort();
  parley = await ParleyProcess.start({ dataFolder: folder, port });
  http = new HttpClient(parley.origin);
  foreignPage = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(
      `<!doctype html><html lang="en"><title>A shop</title><h1>A shop</h1><script src="${parley.origin}/widget.js" data-connection="${connection}"></script>`,
    );
  });
  await new Promise<void>((resolve) => foreignPage.listen(0, '127.0.0.1', resolve));
  ({ api } = await TenantApi.createTenant(http, parley.platformKey(), 'Browser'));
  await api.publish('bank-transfer', readFileSync(FLOW, 'utf8'));
  connection = await api.connect('bank-transfer', ['self', foreignOrigin()]);
  chat = `${parley.origin}/chat/${connection}`;
  browser = await openBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  foreignPage?.close();
  await http?.close();
  await parley?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

function foreignOrigin(): string {
  return `http://127.0.0.1:${(foreignPage.address() as AddressInfo).port}`;
}

function conversationOf(visit: Visit): Promise<string> {
  return visit.page.evaluate(
    (key) => (JSON.parse(localStorage.getItem(key) ?? '{}') as { conversation: string }).conversation,
    `parley:${connection}:visit`,
  );
}

describe('the web chat in a browser', () => {
  it('[E001] [E023] [E038] holds the whole bank conversation', async () => {
    const visit = await Visit.open(browser, chat);
    await visit.hears(GREETING);
    await visit.say('send 200 to Ann');
    await visit.hears('Done, id', 'Anything else?');
    await visit.say('transfer money');
    await visit.hears('How much?');
    await visit.say('lots');
    await visit.hears('An amount from 1 to 10,000, please.');
    await visit.say('what are the fees?');
    await visit.hears('Transfers are free.', 'How much?');
    await visit.say('5000');
    await visit.hears('To whom?');
    await visit.say('Bob');
    await visit.hears('Send 5000 to Bob?');
    await visit.page.screenshot({ path: join(PICTURES, 'confirm-desktop.png') });
    await visit.press('Yes');
    await visit.hears('Done, id', 'Anything else?');
    await visit.say('transfer money');
    await visit.hears('How much?');
    await visit.say('cancel');
    await visit.hears('Cancelled. Nothing was sent.', 'Anything else?');
    await visit.say('xyzzy plugh');
    await visit.hears('Sorry, I did not get that.');
    await visit.say('qwrt zzz');
    await visit.hears('You can send money or ask about fees.');
    await visit.say('blorf');
    await visit.hears('A colleague takes over from here.');
    const conversation = await conversationOf(visit);
    expect((await api.agentSays(conversation, 'a1', 'Eve here. What is it?')).status).toBeLessThan(300);
    await visit.hears('Eve here. What is it?');
    expect(await visit.page.getByText('A person answers you here.').isVisible()).toBe(true);
    expect((await api.closeHandoff(conversation, 'c1')).status).toBeLessThan(300);
    await visit.hears('Your open transfer, if any, was not continued.', 'Anything else?');
    await visit.say('no');
    await visit.hears('Goodbye.');
    await visit.say('what are the fees?');
    await visit.hears('Hello there', 'Transfers are free.', 'Anything else?');
    const numbers = await visit.numbers();
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    await visit.close();
  }, 90_000);

  it('shows beside the chat what happened and why', async () => {
    const visit = await Visit.open(browser, chat);
    await visit.hears(GREETING);
    await visit.say('send 5000 to Ann');
    await visit.hears('Send 5000 to Ann?');
    const journal = visit.page.getByRole('region', { name: 'What happened and why' });
    await journal.getByText('“send 5000 to Ann”').click();
    await journal.getByText('slots.amount < 1000').first().waitFor();
    expect(await journal.getByText('slots.amount = 5000').count()).toBeGreaterThan(0);
    expect(await journal.getByText('understood as').first().textContent()).toContain('transfer');
    expect(await journal.getByLabel('Active states').textContent()).toContain('confirm');
    await visit.page.screenshot({ path: join(PICTURES, 'journal-desktop.png'), fullPage: true });
    await visit.close();
  }, 60_000);

  it('loses nothing over a reload', async () => {
    const visit = await Visit.open(browser, chat);
    await visit.hears(GREETING);
    await visit.say('transfer money');
    await visit.hears('How much?');
    await visit.page.reload();
    await visit.hears(GREETING, 'How much?');
    await visit.say('20');
    await visit.hears('To whom?');
    expect(await visit.numbers()).toEqual([1, 2, 3, 4, 5]);
    await visit.close();
  }, 60_000);

  it('[E025] keeps what is said while the server is away, and goes on when it is back', async () => {
    const visit = await Visit.open(browser, chat);
    await visit.hears(GREETING);
    await visit.say('transfer money');
    await visit.hears('How much?');
    await parley.kill();
    await visit.page.getByText('No connection.').waitFor();
    await visit.say('30');
    await visit.page.getByText('Sending…').waitFor();
    await visit.page.screenshot({ path: join(PICTURES, 'offline-desktop.png') });
    parley = await ParleyProcess.start({ dataFolder: folder, port });
    await visit.hears('To whom?');
    expect(await visit.numbers()).toEqual([1, 2, 3, 4, 5]);
    await visit.close();
  }, 90_000);

  it('shows the same conversation in two tabs; answering in one takes the buttons from the other', async () => {
    const first = await Visit.open(browser, chat);
    await first.hears(GREETING);
    await first.say('send 5000 to Ann');
    await first.hears('Send 5000 to Ann?');
    const second = await first.secondTab();
    await second.hears(GREETING, 'Send 5000 to Ann?');
    await second.press('No');
    await first.hears('Cancelled. Nothing was sent.', 'Anything else?');
    expect(await first.page.getByRole('group', { name: 'Quick replies' }).count()).toBe(0);
    expect(await first.numbers()).toEqual(await second.numbers());
    await first.close();
  }, 60_000);

  it.each([
    ['phone-light', { width: 360, height: 740 }, 'light'],
    ['phone-dark', { width: 360, height: 740 }, 'dark'],
    ['desktop-dark', { width: 1280, height: 800 }, 'dark'],
  ] as const)(
    'fits %s',
    async (name, viewport, colorScheme) => {
      const visit = await Visit.open(browser, chat, { viewport, colorScheme });
      await visit.hears(GREETING);
      await visit.say(`send 5000 to ${'Ann-with-a-very-long-name-'.repeat(3)}`);
      await visit.page.locator('.bubble.person[data-number]').waitFor();
      await visit.page.waitForTimeout(300);
      expect(
        await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
      await visit.page.screenshot({ path: join(PICTURES, `${name}.png`) });
      if (viewport.width < 500) {
        await visit.page.getByRole('button', { name: 'Why' }).click();
        await visit.page.getByRole('heading', { name: 'What happened, and why' }).waitFor();
        expect(
          await visit.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
        ).toBe(0);
        await visit.page.screenshot({ path: join(PICTURES, `${name}-why.png`) });
      }
      await visit.close();
    },
    60_000,
  );

  it('can be used by keyboard alone', async () => {
    const visit = await Visit.open(browser, chat);
    await visit.hears(GREETING);
    const box = visit.page.getByRole('textbox', { name: 'Your message' });
    for (
      let press = 0;
      press < 12 && !(await box.evaluate((element) => element === document.activeElement));
      press += 1
    )
      await visit.page.keyboard.press('Tab');
    await visit.page.keyboard.type('send 5000 to Ann');
    await visit.page.keyboard.press('Enter');
    await visit.hears('Send 5000 to Ann?');
    await visit.page.keyboard.press('Shift+Tab');
    await visit.page.keyboard.press('Shift+Tab');
    expect(await visit.page.evaluate(() => document.activeElement?.textContent)).toBe('Yes');
    await visit.page.keyboard.press('Enter');
    await visit.hears('Done, id', 'Anything else?');
    await visit.close();
  }, 60_000);

  it('runs as a widget on an allowed page and refuses any other', async () => {
    const visit = await Visit.open(browser, foreignOrigin());
    await visit.page.getByRole('button', { name: 'Chat with us' }).click();
    await visit.hears(GREETING);
    await visit.say('what are the fees?');
    await visit.hears('Transfers are free.', 'Anything else?');
    await visit.page.screenshot({ path: join(PICTURES, 'widget.png') });
    await visit.page.keyboard.press('Escape');
    await visit.page.getByRole('button', { name: 'Chat with us' }).waitFor();
    await visit.close();
    const stranger = await Visit.open(browser, foreignOrigin().replace('127.0.0.1', 'localhost'));
    await stranger.page.getByRole('button', { name: 'Chat with us' }).click();
    await stranger.page
      .locator('.line[data-line="refused"], .line[data-line="offline"], .line[data-line="connecting"]')
      .waitFor();
    expect(await stranger.heard()).toEqual([]);
    await stranger.close();
  }, 60_000);

  it('answers long text and files politely', async () => {
    const visit = await Visit.open(browser, chat);
    await visit.hears(GREETING);
    await visit.say('what are the fees? '.repeat(200));
    await visit.page.locator('.bubble.person[data-number]').waitFor();
    await visit.page.waitForTimeout(500);
    expect((await visit.heard()).length).toBeGreaterThan(1);
    await visit.close();
  }, 60_000);
});
