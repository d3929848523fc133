import { createContextKey, type Attributes, type Context } from '@opentelemetry/api';

/** Whose conversation the work under way is for. */
export interface Subject {
  readonly tenant: string;
  readonly conversation?: string;
}

const requestKey = createContextKey('parley.request');
const subjectKey = createContextKey('parley.subject');

/** What is done here is done for the one who asked, not for many conversations at once. */
export const markRequest = (context: Context): Context => context.setValue(requestKey, true);
export const unmarkRequest = (context: Context): Context => context.deleteValue(requestKey);
export const isRequest = (context: Context): boolean => context.getValue(requestKey) === true;

export const markSubject = (context: Context, { tenant, conversation }: Subject): Context =>
  context.setValue(subjectKey, conversation === undefined ? { tenant } : { tenant, conversation });
export const subjectOf = (context: Context): Subject | undefined => context.getValue(subjectKey) as Subject | undefined;

export const attributesOf = ({ tenant, conversation }: Subject): Attributes =>
  conversation === undefined
    ? { 'parley.tenant': tenant }
    : { 'parley.tenant': tenant, 'parley.conversation': conversation };
