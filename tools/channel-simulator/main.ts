import { createInterface } from 'node:readline';
import { commandLine } from '@parley/service-kit';
import { FakeSlack } from './src/index.ts';
import { orders, obey } from './src/orders.ts';

const { options } = commandLine({
  call: 'npm run simulate --',
  about:
    'Plays a Slack of one workspace with one app: tell it what people do, a line each, and it shows what the app answers. It goes on for minutes or hours, until Ctrl-C. Start Parley with SLACK_API_URL as it says.',
  subject: { name: 'vendor', of: ['slack'] },
  options: {
    target: {
      kind: 'text',
      value: 'URL',
      about: "the app's request URL",
      default: 'http://127.0.0.1:4000/channels/slack/my-slack',
    },
    port: { kind: 'whole', default: 4100, about: 'where it serves its Web API' },
    secret: { kind: 'text', value: 'SECRET', about: 'signs requests', default: '8f742231b10e8888abcd99yyyzzz85a5' },
    token: { kind: 'text', value: 'TOKEN', about: 'the only bot token taken', default: 'xoxb-0-fake-token' },
    minute: { kind: 'whole', default: 60_000, about: 'ms between first and second retry' },
    rate: { kind: 'whole', default: 1, about: 'messages a second that one channel takes' },
    echoes: { kind: 'flag', about: 'tells the app of its own messages' },
  },
});

const slack = await FakeSlack.start({
  ...{ port: options.port, target: options.target, signingSecret: options.secret, botToken: options.token },
  ...{ minuteMs: options.minute, perSecond: options.rate, echoes: options.echoes },
});
console.log(`A Slack is at ${slack.origin}. Start Parley with SLACK_API_URL=${slack.apiUrl}\n\n${orders}\n`);
slack.onMessage((channel, { text, thread_ts: thread, onlyFor }) => {
  const where = [channel, ...(thread ? [`thread ${thread}`] : []), ...(onlyFor ? [`only ${onlyFor}`] : [])].join(', ');
  const labels = slack.buttons(channel).map(({ label }) => `[${label}]`);
  console.log(`  app in ${where}: ${text} ${labels.join(' ')}`);
});

const lines = createInterface({ input: process.stdin });
/** One order after the other: what the next one says may build on what this one did. */
let obeying = Promise.resolve();
lines.on('line', (line) => {
  if (line.trim() === '') return;
  obeying = obeying
    .then(() => obey(slack, line))
    .then(
      (answer) => console.log(`  ${answer}`),
      (error: unknown) => console.log(`  ${error instanceof Error ? error.message : String(error)}`),
    );
});
lines.on('close', () => void obeying.then(() => slack.stop()).then(() => process.exit(0)));
