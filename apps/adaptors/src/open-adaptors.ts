import { createAdaptors } from '@parley/adaptors';
import { AdaptorsServiceDefinition } from '@parley/contracts';
import { DemoBankIntegration, HttpBank } from '@parley/demo-bank';
import { serveGrpc } from '@parley/grpc';
import { measureCalls, measureServed, type Instruments } from '@parley/opentelemetry';
import type { Kit } from '@parley/service-kit';
import type { AdaptorsSettings } from './config.ts';

export async function openAdaptors(
  { grpc, demoBankUrl, drainMs }: AdaptorsSettings,
  kit: Kit,
  { meters, telemetry }: Instruments,
): Promise<void> {
  const bank = demoBankUrl === undefined ? null : new HttpBank(demoBankUrl);
  const integrations = bank === null ? [] : [true, false].map((keyed) => new DemoBankIntegration(bank, { keyed }));
  const seen = integrations.map((one) => telemetry.integration(measureCalls(one, meters)));
  const { service } = createAdaptors({ integrations: seen, now: kit.now });
  const server = await serveGrpc({
    ...grpc,
    around: measureServed(meters, telemetry.around),
    failed: (call, error) => kit.logger.error('call.failed', { call, error }),
    services: [{ definition: AdaptorsServiceDefinition, service }],
  });
  kit.drain.add('calls', async () => void (await server.drain(drainMs)));
}
