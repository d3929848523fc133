import { openEyes } from '@parley/opentelemetry';
import { runService } from '@parley/service-kit';
import { about, readChatSettings } from './config.ts';
import { openChat } from './open-chat.ts';

await runService({ name: 'chat', about, settings: readChatSettings, eyes: openEyes, open: openChat });
