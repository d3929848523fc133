import type { VisitorDoor } from '@parley/ports';
import { isOriginAllowed, readSettings } from './settings.ts';
import { signVisitorToken, verifyVisitorToken } from './visitor-token.ts';

/** How visitors enter the web chat. */
export const webChatDoor: VisitorDoor = {
  admits: (settings, origin, ownOrigins) => isOriginAllowed(readSettings(settings), origin, ownOrigins),
  sign: signVisitorToken,
  verify: verifyVisitorToken,
  showsJournal: (settings) => readSettings(settings).showJournal,
};
