import type { DynamicModule } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { ChannelsController } from './channels.controller.ts';
import { ConnectionsController } from './connections.controller.ts';
import { ConversationsController } from './conversations.controller.ts';
import { FlowsController } from './flows.controller.ts';
import { GatewayPorts } from './gateway-ports.ts';
import { HealthController } from './health.controller.ts';
import { PagesController } from './pages.controller.ts';
import { TenantsController } from './tenants.controller.ts';
import { WebChatController } from './web-chat.controller.ts';

/** The one public edge. */
@Module({})
export class GatewayModule {
  static with(ports: GatewayPorts): DynamicModule {
    return {
      module: GatewayModule,
      // The web chat's own addresses before the ones that fit any channel.
      controllers: [
        WebChatController,
        ChannelsController,
        TenantsController,
        FlowsController,
        ConnectionsController,
        ConversationsController,
        HealthController,
        PagesController,
      ],
      providers: [{ provide: GatewayPorts, useValue: ports }],
    };
  }
}
