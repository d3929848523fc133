import type {
  ApiKey as ApiKeyMessage,
  BeginIdempotentRequest,
  BeginIdempotentResponse,
  EndIdempotentRequest,
  EndIdempotentResponse,
  GetTenantRequest,
  GetTenantResponse,
  ListApiKeysRequest,
  ListApiKeysResponse,
  ListTenantsRequest,
  ListTenantsResponse,
  PauseConnectionRequest,
  PauseConnectionResponse,
  RevokeApiKeyRequest,
  RevokeApiKeyResponse,
  RotateApiKeyRequest,
  RotateApiKeyResponse,
  RotateConnectionSecretsRequest,
  RotateConnectionSecretsResponse,
  ServiceFault,
  AuthenticateRequest,
  AuthenticateResponse,
  BindConnectionRequest,
  BindConnectionResponse,
  Connection as ConnectionMessage,
  CreateApiKeyRequest,
  CreateApiKeyResponse,
  CreateConnectionRequest,
  CreateConnectionResponse,
  CreateTenantRequest,
  CreateTenantResponse,
  EraseTenantRequest,
  EraseTenantResponse,
  GetConnectionRequest,
  GetConnectionResponse,
  GetConnectionSecretsRequest,
  GetConnectionSecretsResponse,
  ListConnectionsRequest,
  ListConnectionsResponse,
  SecurityService,
  VerifySignatureRequest,
  VerifySignatureResponse,
} from '@parley/contracts';
import { isName } from '@parley/access';
import type { ApiKey, Connection } from '@parley/ports';
import { forgetConnection } from '@parley/service-kit';
import { ApiKeyAuthentication, forgetApiKey } from './authenticate-api-key.ts';
import type { SecurityConfig } from './config.ts';
import { createConnection } from './create-connection.ts';
import { createTenant } from './create-tenant.ts';
import type { EraseTenantLimits } from './erase-tenant.ts';
import { eraseTenant } from './erase-tenant.ts';
import { faults, invalidConnection, invalidScopes, missingScopes } from './faults.ts';
import { isTombstone, issueApiKey, type IssuedApiKey } from './issue-api-key.ts';
import { beginIdempotent, endIdempotent } from './repeat-requests.ts';
import { replaceSecrets } from './replace-secrets.ts';
import { rotateApiKey } from './rotate-api-key.ts';
import type { SecurityPorts } from './security-ports.ts';
import { verifySignature } from './verify-signature.ts';

/** The contract's side of the security service: requests in, use case, answer or fault out. */
export class SecurityController implements SecurityService {
  private readonly ports: SecurityPorts;
  private readonly environment: string;
  private readonly authentication: ApiKeyAuthentication;
  private readonly erasing: EraseTenantLimits;

  constructor(ports: SecurityPorts, config: SecurityConfig) {
    this.ports = ports;
    this.environment = config.environment;
    this.authentication = new ApiKeyAuthentication(ports, config);
    this.erasing = config.erasing;
  }

  async createTenant(request: CreateTenantRequest): Promise<CreateTenantResponse> {
    const answer = await createTenant(this.ports, this.environment, request);
    if (answer.kind !== 'created') throw faults[answer.kind === 'exists' ? 'tenant-exists' : 'invalid-tenant']();
    return { tenant: request.tenant, apiKey: answer.apiKey };
  }

  async eraseTenant({ tenant }: EraseTenantRequest): Promise<EraseTenantResponse> {
    const answer = isName(tenant) ? await eraseTenant(this.ports, tenant, this.erasing) : 'unknown-tenant';
    if (answer !== 'erased') throw faults[answer]();
    return {};
  }

  async authenticate({ apiKey }: AuthenticateRequest): Promise<AuthenticateResponse> {
    const principal = await this.authentication.authenticate(apiKey);
    if (!principal) throw faults['invalid-key']();
    const { tenant, scopes, keyId } = principal;
    return { tenant: tenant ?? undefined, scopes: [...scopes], keyId };
  }

  async getTenant({ tenant }: GetTenantRequest): Promise<GetTenantResponse> {
    const found = await this.ports.tenants.get(tenant);
    if (found === null || isTombstone(found)) throw faults['unknown-tenant']();
    return { tenant: { tenant, name: found.name, createdAt: found.createdAt } };
  }

  async listTenants({ limit, cursor }: ListTenantsRequest): Promise<ListTenantsResponse> {
    const size = pageSize(limit);
    const rows = await this.ports.tenants.list(cursor, size);
    const tenants = rows.map((row) => ({ ...row, name: '' }));
    return { tenants, next: rows.length === size ? (rows.at(-1)?.tenant ?? '') : '' };
  }

  async createApiKey(request: CreateApiKeyRequest): Promise<CreateApiKeyResponse> {
    const answer = await issueApiKey(this.ports, this.environment, request);
    if (answer.kind !== 'issued') throw notIssued(answer);
    const { apiKey, key } = answer;
    return { apiKey, keyId: key.id, key: this.toKey(key) };
  }

  async listApiKeys({ tenant, limit, cursor }: ListApiKeysRequest): Promise<ListApiKeysResponse> {
    const size = pageSize(limit);
    const before = cursor === '' ? undefined : await this.ports.apiKeys.find(cursor);
    if (before !== undefined && before?.tenant !== tenant) throw faults['invalid-cursor']();
    const rows = await this.ports.apiKeys.list(tenant, size, before);
    const apiKeys = rows.map((row) => this.toKey(row));
    return { apiKeys, next: rows.length === size ? (rows.at(-1)?.id ?? '') : '' };
  }

  async rotateApiKey(request: RotateApiKeyRequest): Promise<RotateApiKeyResponse> {
    const answer = await rotateApiKey(this.ports, this.environment, request);
    if (answer.kind === 'unknown-key') throw faults['unknown-key']();
    if (answer.kind !== 'rotated') throw notIssued(answer);
    await forgetApiKey(this.ports.cache, request.keyId);
    const { apiKey, key, oldExpiresAt } = answer;
    return { apiKey, key: this.toKey(key), oldExpiresAt };
  }

  async revokeApiKey({ tenant, keyId }: RevokeApiKeyRequest): Promise<RevokeApiKeyResponse> {
    const key = await this.ports.apiKeys.find(keyId);
    if (key?.tenant !== tenant) throw faults['unknown-key']();
    await this.ports.apiKeys.revoke(tenant, keyId, this.ports.now());
    await forgetApiKey(this.ports.cache, keyId);
    return {};
  }

  async beginIdempotent(request: BeginIdempotentRequest): Promise<BeginIdempotentResponse> {
    const begun = await beginIdempotent(this.ports, request);
    if (begun.kind === 'new') return { isNew: true, status: 0, body: nothing };
    if (begun.kind !== 'done') throw faults[begun.kind]();
    return { isNew: false, status: begun.body === null ? 0 : begun.status, body: begun.body ?? nothing };
  }

  async endIdempotent(request: EndIdempotentRequest): Promise<EndIdempotentResponse> {
    await endIdempotent(this.ports, request);
    return {};
  }

  async createConnection(request: CreateConnectionRequest): Promise<CreateConnectionResponse> {
    const answer = await createConnection(this.ports, request);
    if (answer.kind === 'invalid') throw invalidConnection(answer.reason);
    if (answer.kind !== 'created') {
      throw faults[answer.kind === 'exists' ? 'connection-exists' : 'unknown-tenant']();
    }
    await forgetConnection(this.ports.cache, answer.connection.connection);
    return { connection: toMessage(answer.connection) };
  }

  async getConnection({ connection }: GetConnectionRequest): Promise<GetConnectionResponse> {
    const found = isName(connection) ? await this.ports.connections.find(connection) : null;
    if (!found) throw faults['unknown-connection']();
    return { connection: toMessage(found) };
  }

  async verifySignature(request: VerifySignatureRequest): Promise<VerifySignatureResponse> {
    const { connection, secret, content, signature } = request;
    const found = isName(connection) ? await this.ports.connections.find(connection) : null;
    if (!found) throw faults['unknown-connection']();
    return { genuine: await verifySignature(this.ports, found, secret, content, signature) };
  }

  async getConnectionSecrets({ connection }: GetConnectionSecretsRequest): Promise<GetConnectionSecretsResponse> {
    const found = isName(connection) ? await this.ports.connections.find(connection) : null;
    if (!found) throw faults['unknown-connection']();
    return { sealedSecrets: found.sealedSecrets };
  }

  async rotateConnectionSecrets(request: RotateConnectionSecretsRequest): Promise<RotateConnectionSecretsResponse> {
    const answer = await replaceSecrets(this.ports, request);
    if (answer.kind === 'invalid') throw invalidConnection(answer.reason);
    if (answer.kind !== 'replaced') throw faults[answer.kind]();
    return { connection: toMessage(answer.connection) };
  }

  async pauseConnection({ tenant, connection, paused }: PauseConnectionRequest): Promise<PauseConnectionResponse> {
    const found = isName(connection) ? await this.ports.connections.find(connection) : null;
    if (found?.tenant !== tenant) throw faults['unknown-connection']();
    const pausedAt = paused ? (found.pausedAt ?? this.ports.now()) : null;
    await this.ports.connections.pause(tenant, connection, pausedAt);
    await forgetConnection(this.ports.cache, connection);
    const { pausedAt: _, ...rest } = found;
    return { connection: toMessage(pausedAt === null ? rest : { ...rest, pausedAt }) };
  }

  async listConnections({ tenant }: ListConnectionsRequest): Promise<ListConnectionsResponse> {
    return { connections: (await this.ports.connections.list(tenant)).map(toMessage) };
  }

  async bindConnection({ tenant, connection, flow }: BindConnectionRequest): Promise<BindConnectionResponse> {
    if (!isName(flow)) throw invalidConnection('Names have 1 to 63 of a–z, 0–9 and `-`.');
    const answer = isName(connection)
      ? await this.ports.connections.bind(tenant, connection, flow)
      : 'no-such-connection';
    if (answer === 'no-such-connection') throw faults['unknown-connection']();
    await forgetConnection(this.ports.cache, connection);
    return {};
  }

  private toKey(key: ApiKey): ApiKeyMessage {
    return {
      keyId: key.id,
      name: key.name,
      prefix: `pk_${this.environment}_${key.id}`,
      scopes: [...key.scopes],
      createdAt: key.createdAt,
      expiresAt: key.expiresAt ?? undefined,
      revokedAt: key.revokedAt ?? undefined,
      lastUsedAt: key.lastUsedAt ?? undefined,
      replaces: key.replaces ?? undefined,
    };
  }
}

const nothing = new Uint8Array(0);
const maxPage = 200;
const defaultPage = 50;

const pageSize = (limit: number): number => (limit === 0 ? defaultPage : Math.min(limit, maxPage));

function notIssued(answer: Exclude<IssuedApiKey, { kind: 'issued' }>): ServiceFault {
  switch (answer.kind) {
    case 'invalid-scope':
      return invalidScopes(answer.scopes);
    case 'scope-missing':
      return missingScopes(answer.scopes);
    case 'invalid':
      return faults['invalid-api-key']();
    case 'unknown-tenant':
      return faults['unknown-tenant']();
  }
}

/** What callers see of a connection: everything but its secrets. */
function toMessage({ settings, pausedAt, secretsRotatedAt, ...row }: Connection): ConnectionMessage {
  const settingsJson = Buffer.from(JSON.stringify(settings), 'utf8');
  const { connection, tenant, channel, flow, createdAt } = row;
  const paused = pausedAt !== undefined;
  return { connection, tenant, channel, flow, settingsJson, createdAt, paused, secretsRotatedAt };
}
