import type { DynamicModule, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { APP_PIPE } from '@nestjs/core';
import { ApiDocs } from './api/api-docs.ts';
import { ApiDocsController } from './api/api-docs.controller.ts';
import { ApiKeysController } from './api/api-keys.controller.ts';
import { ApiPipe } from './api/api-pipe.ts';
import { ConnectionsController } from './api/connections.controller.ts';
import { ConversationActsController } from './api/conversation-acts.controller.ts';
import { ConversationsController } from './api/conversations.controller.ts';
import { FlowsController } from './api/flows.controller.ts';
import { OperationsController } from './api/operations.controller.ts';
import { QuarantineController } from './api/quarantine.controller.ts';
import { TenantsController } from './api/tenants.controller.ts';
import { UsageController } from './api/usage.controller.ts';
import { ChannelsController } from './channels.controller.ts';
import { Closing } from './closing.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { HealthController } from './health.controller.ts';
import { PagesController } from './pages.controller.ts';
import { WebChatController } from './web-chat.controller.ts';

/** Every controller; the web chat's own addresses before the ones that fit any channel. */
export const controllers: readonly Type[] = [
  WebChatController,
  ChannelsController,
  ApiDocsController,
  TenantsController,
  ApiKeysController,
  FlowsController,
  ConnectionsController,
  ConversationsController,
  ConversationActsController,
  OperationsController,
  QuarantineController,
  UsageController,
  HealthController,
  PagesController,
];

/** The one public edge. */
@Module({})
export class GatewayModule {
  static with(ports: GatewayPorts, docs: ApiDocs, closing: Closing): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [...controllers],
      providers: [
        { provide: GatewayPorts, useValue: ports },
        { provide: ApiDocs, useValue: docs },
        { provide: Closing, useValue: closing },
        { provide: APP_PIPE, useValue: new ApiPipe() },
      ],
    };
  }
}
