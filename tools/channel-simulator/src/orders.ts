import type { FakeSlack } from './fake-slack.ts';
import type { Sent } from './sender.ts';

/** What a person may order, for the screen. */
export const orders = `verify                          asks the app for its challenge
dm USER TEXT                    says it in a direct message
mention CHANNEL USER TEXT       calls the app in a channel
reply CHANNEL THREAD USER TEXT  says it in a thread
press CHANNEL USER LABEL        presses a button of the last question there
edit CHANNEL TS TEXT            changes a message
delete CHANNEL TS               deletes one
command CHANNEL USER /NAME TEXT types a slash command
fault METHOD STATUS             the next call of the method is answered so, e.g. chat.postMessage 500
raw JSON                        signs and sends any body`;

/** Does what a line says; answers what came of it. Rejects with a sentence when the line says nothing that is known. */
export async function obey(slack: FakeSlack, line: string): Promise<string> {
  const [order = '', ...words] = line.trim().split(/\s+/);
  const from = (index: number): string => words.slice(index).join(' ');
  const [first = '', second = '', third = ''] = words;
  switch (order) {
    case 'verify':
      return (await slack.verify()) ? 'verified' : 'not verified';
    case 'dm':
      return spoken(await slack.say({ channel: `D${first.slice(1)}`, user: first, text: from(1) }));
    case 'mention':
      return spoken(await slack.mention({ channel: first, user: second, text: from(2) }));
    case 'reply':
      return spoken(await slack.say({ channel: first, thread: second, user: third, text: from(3) }));
    case 'press':
      return press(slack, first, second, from(2));
    case 'edit':
      return outcome(await slack.edit(first, second, from(2)));
    case 'delete':
      return outcome(await slack.delete(first, second));
    case 'command':
      return outcome(await slack.command(first, second, third, from(3)));
    case 'fault':
      slack.arrange({ method: first, status: Number(second), ...(second === '429' && { retryAfter: 1 }) });
      return `the next ${first} is answered ${second}`;
    case 'raw':
      return outcome(await slack.send(from(0)));
    default:
      throw new Error(`There is no order “${order}”.`);
  }
}

async function press(slack: FakeSlack, channel: string, user: string, label: string): Promise<string> {
  const button = slack.buttons(channel).find((one) => one.label === label);
  if (button === undefined) throw new Error(`There is no button “${label}” in ${channel}.`);
  return outcome(await slack.press(channel, user, button));
}

function spoken({ ts, sent }: { readonly ts: string; readonly sent: readonly Sent[] }): string {
  return `${ts}: ${sent.map(outcome).join(' · ')}`;
}

function outcome({ isAcknowledged, attempts }: Sent): string {
  const tries = attempts.map(
    ({ status, tookMs }) => `${status === 0 ? 'no answer' : status} in ${Math.round(tookMs)} ms`,
  );
  return `${isAcknowledged ? 'acknowledged' : 'given up'} (${tries.join(', ')})`;
}
