import type { ServiceError, StatusObject } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';
import { ErrorInfo, linkFaults, RetryInfo, RpcStatus, ServiceFault } from '@parley/contracts';
import type { FaultStatus } from '@parley/contracts';
import { GRPC_STATUS } from '@parley/service-kit';

const DETAILS = 'grpc-status-details-bin';
const PUSHBACK = 'grpc-retry-pushback-ms';
const ANY = 'type.googleapis.com/';
const DOMAIN = 'parley';
/** A text is repeated in two trailers, and what is not ASCII takes up to nine bytes in one of them. */
const MAX_TEXT = 2_000;

const STATUS_OF = new Map(Object.entries(GRPC_STATUS).map(([name, number]) => [number, name as FaultStatus]));

/**
 * A fault as gRPC has it: status and text, and beside them google.rpc.Status with ErrorInfo (our code) and RetryInfo, so that
 * clients in any language read them. It was the service's answer, so nobody's retry policy asks again by itself.
 */
export function faultToWire(fault: ServiceFault): Pick<StatusObject, 'code' | 'details' | 'metadata'> {
  const code = GRPC_STATUS[fault.status];
  const message = shortened(fault.message.toWellFormed());
  const info = ErrorInfo.encode({ reason: fault.code, domain: DOMAIN, metadata: {} }).finish();
  const details = [{ typeUrl: `${ANY}google.rpc.ErrorInfo`, value: info }];
  if (fault.retryInMs !== undefined) {
    const value = RetryInfo.encode({ retryDelay: durationOf(fault.retryInMs) }).finish();
    details.push({ typeUrl: `${ANY}google.rpc.RetryInfo`, value });
  }
  const metadata = new Metadata();
  metadata.set(DETAILS, Buffer.from(RpcStatus.encode({ code, message, details }).finish()));
  if (code === status.UNAVAILABLE) metadata.set(PUSHBACK, '-1');
  return { code, details: message, metadata };
}

/**
 * The fault that the service threw; for what gRPC itself says, the link's own.
 * @param isOurs whether the caller itself gave up: else CANCELLED means that the other side cut the connection
 */
export function faultFromWire(error: ServiceError, isOurs: boolean): ServiceFault {
  const { code, details, metadata } = error;
  return (
    thrownFault(metadata) ?? (code === status.CANCELLED && !isOurs ? unavailable() : transportFault(code, details))
  );
}

function thrownFault(metadata: Metadata): ServiceFault | null {
  const [bytes] = metadata.get(DETAILS);
  if (!Buffer.isBuffer(bytes)) return null;
  try {
    const { code, message, details } = RpcStatus.decode(bytes);
    const parts = new Map(details.map(({ typeUrl, value }) => [typeUrl.slice(ANY.length), value]));
    const [info, retry] = [parts.get('google.rpc.ErrorInfo'), parts.get('google.rpc.RetryInfo')];
    const status = STATUS_OF.get(code);
    const { reason, domain } = ErrorInfo.decode(info ?? new Uint8Array());
    if (status === undefined || domain !== DOMAIN) return null;
    return new ServiceFault(status, reason, message, retry && msOf(RetryInfo.decode(retry)));
  } catch {
    // Somebody else's details: what gRPC says has to do.
    return null;
  }
}

/** Texts of the transport name addresses and sizes of ours: callers get our own. */
function transportFault(code: status, details: string): ServiceFault {
  switch (code) {
    case status.DEADLINE_EXCEEDED:
      return linkFaults.late();
    case status.CANCELLED:
      return linkFaults.cut();
    case status.RESOURCE_EXHAUSTED:
      return / larger than /.test(details)
        ? new ServiceFault('RESOURCE_EXHAUSTED', 'call.too-large', 'This is larger than what one call carries.')
        : unavailable();
    case status.UNAVAILABLE:
      return unavailable();
    default:
      return linkFaults.internal();
  }
}

const unavailable = (): ServiceFault =>
  new ServiceFault('UNAVAILABLE', 'call.unavailable', 'The service cannot be reached just now.');

const shortened = (text: string): string =>
  text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…`.toWellFormed() : text;

function durationOf(ms: number): { seconds: number; nanos: number } {
  const seconds = Math.trunc(ms / 1_000);
  return { seconds, nanos: Math.round((ms - seconds * 1_000) * 1e6) };
}

const msOf = ({ retryDelay }: RetryInfo): number =>
  retryDelay === undefined ? 0 : retryDelay.seconds * 1_000 + retryDelay.nanos / 1e6;
