import { X509Certificate } from 'node:crypto';
import { ServiceFault } from '@parley/contracts';
import type { IncomingCall } from './served-call.ts';

const MAX_REMEMBERED = 1_000;

/** Who may call a service: the DNS names of their certificates, of which the authority was checked when they connected. */
export class KnownCallers {
  private readonly names: readonly string[];
  private readonly known = new Map<string, boolean>();

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** @throws ServiceFault PERMISSION_DENIED `call.refused` */
  assertKnown(call: IncomingCall): void {
    const certificate = call.getAuthContext().sslPeerCertificate;
    if (certificate?.raw !== undefined && this.isKnown(certificate.fingerprint256, certificate.raw)) return;
    throw new ServiceFault('PERMISSION_DENIED', 'call.refused', 'This caller may not call this service.');
  }

  private isKnown(fingerprint: string, raw: Buffer): boolean {
    const known = this.known.get(fingerprint);
    if (known !== undefined) return known;
    const certificate = new X509Certificate(raw);
    const only = { subject: 'never', wildcards: false } as const;
    const isKnown = this.names.some((name) => certificate.checkHost(name, only) !== undefined);
    if (this.known.size >= MAX_REMEMBERED) this.known.clear();
    this.known.set(fingerprint, isKnown);
    return isKnown;
  }
}
