import type { ChatService } from './index.ts';
import { ChatServiceDefinition, linkInProcess } from './index.ts';
import { linkSuite } from './link.suite.ts';

for (const wire of [true, false]) {
  linkSuite({
    name: `in process, ${wire ? 'by its wire' : 'as it is'}`,
    link: (service) => Promise.resolve(linkInProcess<ChatService>(ChatServiceDefinition, service, { wire })),
  });
}

it('a service that lacks a method of its contract is not linked', () => {
  const incomplete = { getConversation: () => Promise.resolve({ conversation: undefined }) };
  expect(() => linkInProcess(ChatServiceDefinition, incomplete)).toThrow('parley.chat.v1.ChatService lacks');
});
