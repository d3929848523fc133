import { ParleyProblem } from '@parley/client';

const SENTENCES: Readonly<Record<string, string>> = {
  'auth.invalid-key': 'This API key is not accepted: it is wrong, has run out, or was ended.',
  'auth.tenant-key-needed': 'This is the platform’s key. The console needs an API key of a tenant.',
  'precondition.failed': 'Somebody else has changed it meanwhile.',
  'flow.version-in-use': 'This version is the default. Make another one the default first.',
  'rate.api': 'This key asks too often. Wait a moment and try again.',
  'outcome.pending': 'The conversation is busy. It was asked, and its answer is not known yet: look again in a moment.',
  'chat.busy': 'Parley has too much to do. Wait a moment and try again.',
  'body.too-large': 'The text is too long: a flow may have 250,000 characters.',
  'conversation.claimed': 'Another agent has taken this conversation over.',
  'conversation.not-running': 'No episode runs in this conversation. The person’s next message begins one.',
  'handoff.not-open': 'No agent has this conversation. Take it over first.',
};

/** What went wrong, for the person at the console. */
export function sentenceOf(fault: unknown): string {
  if (fault instanceof ParleyProblem) {
    const { code, detail, problems = [] } = fault.problem;
    const known = SENTENCES[code];
    if (known !== undefined) return known;
    const first = problems[0];
    return first === undefined ? detail : `${detail} ${first.pointer} ${first.message}`.trim();
  }
  if (fault instanceof DOMException && fault.name === 'TimeoutError')
    return 'Parley did not answer in time. Try again.';
  if (fault instanceof TypeError) return 'Parley cannot be reached. Is it running? Try again.';
  return fault instanceof Error ? fault.message : 'Something went wrong.';
}

/** Whether the server refused with this code. */
export function isProblem(fault: unknown, code: string): fault is ParleyProblem {
  return fault instanceof ParleyProblem && fault.problem.code === code;
}
