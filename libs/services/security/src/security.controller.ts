import type {
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
import type { Connection } from '@parley/ports';
import { ApiKeyAuthentication } from './authenticate-api-key.ts';
import type { SecurityConfig } from './config.ts';
import { createConnection } from './create-connection.ts';
import { createTenant } from './create-tenant.ts';
import type { EraseTenantLimits } from './erase-tenant.ts';
import { eraseTenant } from './erase-tenant.ts';
import { faults, invalidConnection, invalidScopes } from './faults.ts';
import { issueApiKey } from './issue-api-key.ts';
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
    this.authentication = new ApiKeyAuthentication(ports.apiKeys, config);
    this.erasing = config.erasing;
  }

  async createTenant(request: CreateTenantRequest): Promise<CreateTenantResponse> {
    const answer = await createTenant(this.ports, this.environment, request);
    if (answer.kind !== 'created') throw faults[answer.kind === 'exists' ? 'tenant-exists' : 'invalid-tenant']();
    return { tenant: request.tenant, apiKey: answer.apiKey };
  }

  async eraseTenant({ tenant }: EraseTenantRequest): Promise<EraseTenantResponse> {
    const answer = isName(tenant) ? await eraseTenant(this.ports, tenant, this.erasing) : 'unknown-tenant';
    this.authentication.forget();
    if (answer !== 'erased') throw faults[answer]();
    return {};
  }

  async authenticate({ apiKey }: AuthenticateRequest): Promise<AuthenticateResponse> {
    const principal = await this.authentication.authenticate(apiKey);
    if (!principal) throw faults['invalid-key']();
    const { tenant, scopes, keyId } = principal;
    return { tenant: tenant ?? undefined, scopes: [...scopes], keyId };
  }

  async createApiKey({ tenant, scopes }: CreateApiKeyRequest): Promise<CreateApiKeyResponse> {
    const answer = await issueApiKey(this.ports, this.environment, tenant, scopes);
    if (answer.kind === 'invalid-scope') throw invalidScopes(answer.scopes);
    if (answer.kind === 'unknown-tenant') throw faults['unknown-tenant']();
    return { apiKey: answer.apiKey, keyId: answer.keyId };
  }

  async createConnection(request: CreateConnectionRequest): Promise<CreateConnectionResponse> {
    const answer = await createConnection(this.ports, request);
    if (answer.kind === 'invalid') throw invalidConnection(answer.reason);
    if (answer.kind !== 'created') {
      throw faults[answer.kind === 'exists' ? 'connection-exists' : 'unknown-tenant']();
    }
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

  async listConnections({ tenant }: ListConnectionsRequest): Promise<ListConnectionsResponse> {
    return { connections: (await this.ports.connections.list(tenant)).map(toMessage) };
  }

  async bindConnection({ tenant, connection, flow }: BindConnectionRequest): Promise<BindConnectionResponse> {
    if (!isName(flow)) throw invalidConnection('Names have 1 to 63 of a–z, 0–9 and `-`.');
    const answer = isName(connection)
      ? await this.ports.connections.bind(tenant, connection, flow)
      : 'no-such-connection';
    if (answer === 'no-such-connection') throw faults['unknown-connection']();
    return {};
  }
}

/** What callers see of a connection: everything but its secrets. */
function toMessage({ connection, tenant, channel, flow, settings, createdAt }: Connection): ConnectionMessage {
  const settingsJson = Buffer.from(JSON.stringify(settings), 'utf8');
  return { connection, tenant, channel, flow, settingsJson, createdAt };
}
