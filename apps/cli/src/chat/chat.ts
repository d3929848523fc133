import { flowRules, type Choice, type Entry } from '@parley/conversation';
import { durationMs, trainFlow } from '@parley/flow';
import { readJson } from './read-value.ts';
import { createInterface } from 'node:readline';
import { askedFor } from '../arguments.ts';
import { readFlow, readFlowFile } from '../flow-file.ts';
import type { World } from '../world.ts';
import { LocalConversation } from './local-conversation.ts';
import { choicesOf, linesOf, whyLines } from './say-entry.ts';

const COMMAND = {
  call: 'parley chat',
  about: `Talks to a flow here, without a server: line by line, from a terminal or a file. Learning the flow takes a second.

${typed()}`,
  options: {
    language: { kind: 'text', value: 'TAG', about: 'what the visitor speaks; the first of the flow unless said' },
  },
  subject: { name: 'file' },
} as const;

function typed(): string {
  return [
    'What is typed is said. Besides:',
    '  /1 /2 …         presses a button of the last question',
    '  /done {"id":1}  ends the work that waits; also /failed REASON, /lost',
    '  /wait 5m        lets time pass',
    '  /agent TEXT     answers as an agent, while one has the conversation; /close gives it back',
    '  /states         where the conversation stands',
    '  /why            why the last thing happened',
    '  /quit           ends',
  ].join('\n');
}

/** `parley chat <file>`. */
export async function chat(words: readonly string[], world: World): Promise<number> {
  const asked = askedFor(COMMAND, words, world);
  if (typeof asked === 'number') return asked;
  const file = readFlowFile(asked.subject, world);
  const flow = file && readFlow(file, world);
  if (!flow) return 1;
  const session = new Session(new LocalConversation(flowRules(flow, trainFlow(flow))), world, asked.options.language);
  world.say(`${flow.title}. /help says what can be typed besides messages.`);
  session.open();
  await session.listen();
  return 0;
}

/** Somebody at a terminal (or a script) and a conversation. */
class Session {
  private choices: readonly Choice[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly conversation: LocalConversation,
    private readonly world: World,
    private readonly language: string | undefined,
  ) {}

  open(): void {
    this.show(this.conversation.take({ kind: 'opened', ...(this.language && { language: this.language }) }));
  }

  async listen(): Promise<void> {
    const lines = createInterface({
      input: this.world.input,
      prompt: '> ',
      ...(this.world.isTerminal && { output: process.stdout }),
    });
    lines.prompt();
    for await (const line of lines) {
      if (line.trim() === '/quit') break;
      if (line.trim() !== '') this.hear(line.trim());
      lines.prompt();
    }
    clearTimeout(this.timer);
    lines.close();
  }

  private hear(line: string): void {
    const [word = '', ...rest] = line.split(' ');
    const text = rest.join(' ').trim();
    if (!word.startsWith('/'))
      return this.show(
        this.conversation.take({ kind: 'message', text: line, ...(this.language && { language: this.language }) }),
      );
    if (/^\/\d+$/.test(word)) return this.press(Number(word.slice(1)));
    switch (word) {
      case '/done':
        return this.end('done', text);
      case '/failed':
        return this.end('failed', JSON.stringify({ reason: text }));
      case '/lost':
        return this.end('unknown', '');
      case '/wait':
        return this.wait(text);
      case '/agent':
        return this.show(this.conversation.take({ kind: 'agent-message', agent: 'agent', text }));
      case '/close':
        return this.show(this.conversation.take({ kind: 'agent-closed', agent: 'agent' }));
      case '/states':
        return this.world.say(this.conversation.states.join(', ') || '(in no state)');
      case '/why':
        return whyLines(this.conversation.trace()).forEach((each) => this.world.say(each));
      case '/help':
        return this.world.say(typed());
      default:
        return this.world.say(
          `There is no ${word}. /help says what there is; a message cannot begin with a slash here.`,
        );
    }
  }

  private press(number: number): void {
    const choice = this.choices[number - 1];
    if (choice === undefined) return this.world.say(`There is no button ${number}.`);
    const { label, episode, question, intent } = choice;
    this.show(this.conversation.take({ kind: 'message', text: label, button: { episode, question, intent } }));
  }

  private end(outcome: 'done' | 'failed' | 'unknown', text: string): void {
    const [first] = this.conversation.open;
    if (first === undefined) return this.world.say('No work waits for an answer.');
    const value = text === '' ? { ok: true as const, value: undefined } : readJson(text);
    if (!value.ok) return this.world.say(`That is no JSON: ${value.message}`);
    this.show(
      this.conversation.take({
        ...{ kind: 'result', operation: first.operation, attempt: 1, outcome },
        ...(value.value !== undefined && { value: value.value }),
      }),
    );
  }

  private wait(text: string): void {
    const ms = /^\d{1,6}(ms|s|m|h|d)$/.test(text) ? durationMs(text) : null;
    if (ms === null) return this.world.say('How long? Such as /wait 30s, /wait 5m.');
    const fired = this.conversation.pass(ms);
    if (fired.length === 0) this.world.say('(nothing happens)');
    for (const entry of fired) this.show(entry);
    this.arrange();
  }

  private show(entry: Entry | null): void {
    if (entry === null) return;
    this.choices = choicesOf(entry) ?? this.choices;
    for (const line of linesOf(entry, this.conversation)) this.world.say(line);
    this.arrange();
  }

  /** Timers go off by themselves while somebody sits at the terminal; a script says how time passes. */
  private arrange(): void {
    clearTimeout(this.timer);
    const { due, now } = this.conversation;
    if (due === null || !this.world.isTerminal) return;
    this.timer = setTimeout(
      () => this.conversation.pass(0).forEach((entry) => this.show(entry)),
      Math.max(0, due - now),
    );
    this.timer.unref();
  }
}
