import { FakeSlack } from '@parley/channel-simulator';
import { FAR_CHANNEL_RATE, farName, type FarWord } from '../far-words.ts';
import { monotonicMs } from '../monotonic.ts';

const TELL_EVERY_MS = 10;

/** Whatever comes, in order, as numbers: a run of minutes brings millions. */
class Register {
  private readonly names = new Map<string, number>();
  private readonly texts = new Map<string, number>();
  private readonly who: number[] = [];
  private readonly what: number[] = [];
  private readonly at: number[] = [];

  get count(): number {
    return this.at.length;
  }

  add(name: string, text: string, at: number): void {
    this.who.push(numberOf(this.names, name));
    this.what.push(numberOf(this.texts, text));
    this.at.push(at);
  }

  told(): FarWord {
    return {
      ...{ kind: 'told', names: [...this.names.keys()], texts: [...this.texts.keys()] },
      ...{ who: Uint32Array.from(this.who), what: Uint32Array.from(this.what), at: Float64Array.from(this.at) },
    };
  }
}

function numberOf(known: Map<string, number>, word: string): number {
  const number = known.get(word);
  if (number !== undefined) return number;
  known.set(word, known.size);
  return known.size - 1;
}

const tell = (word: FarWord): void => void process.send?.(word);

let register = new Register();
let toldCount = 0;
const slack = await FakeSlack.start({ perSecond: FAR_CHANNEL_RATE, burst: FAR_CHANNEL_RATE, remembers: false });
slack.onMessage((channel, message) => register.add(farName(channel, message.thread_ts), message.text, monotonicMs()));
process.on('message', () => {
  tell(register.told());
  register = new Register();
  toldCount = 0;
});
process.on('disconnect', () => process.exit(0));
setInterval(() => {
  if (register.count === toldCount) return;
  toldCount = register.count;
  tell({ kind: 'received', count: toldCount });
}, TELL_EVERY_MS);
tell({ kind: 'open', apiUrl: slack.apiUrl, signingSecret: slack.signingSecret, botToken: slack.botToken });
