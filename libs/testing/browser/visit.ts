import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const PROGRAM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: PROGRAM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A person at the chat page: reads what is shown, by role and name, as a screen reader would. */
export class Visit {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  static async open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext({ locale: 'en-GB', ...options });
    const page = await context.newPage();
    await page.goto(url);
    return new Visit(page, context);
  }

  /** A second tab of the same person. */
  async secondTab(): Promise<Visit> {
    const page = await this.context.newPage();
    await page.goto(this.page.url());
    return new Visit(page, this.context);
  }

  async say(text: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Your message' });
    await box.fill(text);
    await box.press('Enter');
  }

  async press(label: string): Promise<void> {
    await this.page
      .getByRole('group', { name: 'Quick replies' })
      .getByRole('button', { name: label, exact: true })
      .click();
  }

  /** Waits until the last messages shown from the other side are these, in this order. */
  async hears(...texts: readonly string[]): Promise<void> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const heard = await this.heard();
      const last = heard.slice(-texts.length);
      if (texts.length === last.length && texts.every((text, index) => (last[index] ?? '').includes(text))) return;
      if (Date.now() > deadline)
        throw new Error(`waited for ${JSON.stringify(texts)}; the page shows ${JSON.stringify(heard)}`);
      await this.page.waitForTimeout(50);
    }
  }

  heard(): Promise<string[]> {
    return this.page.locator('.bubble.bot:not(.typing) .text, .bubble.agent .text').allTextContents();
  }

  numbers(): Promise<number[]> {
    return this.page
      .locator('.bubble[data-number]')
      .evaluateAll((bubbles) => bubbles.map((bubble) => Number(bubble.getAttribute('data-number'))));
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}
