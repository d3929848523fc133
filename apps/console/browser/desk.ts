import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** A person at the console: uses what is shown, by role and name, as a screen reader would. */
export class Desk {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** What the browser complained of: scripts that failed, and what the page's policy refused. */
    readonly complaints: readonly string[],
  ) {}

  /** Opens the page, signed out. */
  static async open(browser: Browser, origin: string, options: BrowserContextOptions = {}): Promise<Desk> {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (line) => {
      if (line.text().includes('Content Security Policy')) complaints.push(line.text());
    });
    await page.goto(`${origin}/console`);
    return new Desk(page, context, complaints);
  }

  async signIn(key: string): Promise<void> {
    await this.page.getByLabel('API key').fill(key);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async openFlow(flow: string): Promise<void> {
    await this.page.getByRole('link', { name: flow }).click();
    await this.text(flow).waitFor();
    await this.tally(/No problem|warning/);
  }

  text(flow: string): Locator {
    return this.page.getByRole('textbox', { name: `Text of ${flow}` });
  }

  /** Finds every such stretch of the text and puts another in its place, as people do. */
  async replace(flow: string, wanted: string, instead: string): Promise<void> {
    await this.find(flow, wanted);
    await this.page.getByRole('textbox', { name: 'Replace' }).fill(instead);
    await this.page.getByRole('button', { name: 'replace all' }).click();
    await this.page.keyboard.press('Escape');
  }

  /** Selects the first such stretch; the cursor is at it. */
  async select(flow: string, wanted: string): Promise<void> {
    await this.find(flow, wanted);
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
  }

  /** Waits until the cursor is in this line, from 1. */
  async isAtLine(line: number): Promise<void> {
    await this.page
      .locator('.cm-lineNumbers .cm-activeLineGutter')
      .filter({ hasText: `${line}` })
      .waitFor();
  }

  /** Waits until the count of the problems is so. */
  async tally(words: RegExp): Promise<void> {
    await this.page.getByRole('region', { name: 'Problems' }).getByRole('status').filter({ hasText: words }).waitFor();
  }

  problem(words: string): Locator {
    return this.page.getByRole('region', { name: 'Problems' }).getByRole('button').filter({ hasText: words });
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  /** Answers the question that is asked. */
  async answer(name: string): Promise<void> {
    await this.page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
    await this.page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  async reads(words: string | RegExp): Promise<void> {
    await this.page.getByText(words).first().waitFor();
  }

  /** How far the page is wider than the screen. */
  overflow(): Promise<number> {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  private async find(flow: string, wanted: string): Promise<void> {
    await this.text(flow).click();
    await this.page.keyboard.press('Control+Home');
    await this.page.keyboard.press('Control+f');
    await this.page.getByRole('textbox', { name: 'Find' }).pressSequentially(wanted);
  }
}
