import type {
  DestroyKeysRequest,
  DestroyKeysResponse,
  EnsureKeysRequest,
  EnsureKeysResponse,
  GetKeysRequest,
  GetKeysResponse,
  GetNewestKeyRequest,
  GetNewestKeyResponse,
  KeyService,
  OpenTenantKeysRequest,
  OpenTenantKeysResponse,
  WrappedKey,
} from '@parley/contracts';
import { ServiceFault } from '@parley/contracts';
import type { ConversationKey, ConversationKeys } from '@parley/ports';
import { KeyUnreadable, TenantErased, UnknownTenant, type OpensTenantKeys } from '@parley/service-kit';
import { faults } from './faults.ts';

/** The contract's side of the keys: for services of this platform alone. Nothing is remembered here. */
export class KeyController implements KeyService {
  constructor(
    private readonly keys: ConversationKeys,
    private readonly opens: OpensTenantKeys,
  ) {}

  async openTenantKeys({ tenant }: OpenTenantKeysRequest): Promise<OpenTenantKeysResponse> {
    try {
      return await this.opens(tenant);
    } catch (error) {
      if (error instanceof TenantErased) throw faults['erased-tenant']();
      if (error instanceof UnknownTenant) throw faults['unknown-tenant']();
      throw error instanceof KeyUnreadable ? faults['unreadable-key']() : error;
    }
  }

  async ensureKeys({ keys }: EnsureKeysRequest): Promise<EnsureKeysResponse> {
    return { keys: (await this.keys.ensure(keys.map(newKey))).map(toWire) };
  }

  async getKeys({ refs }: GetKeysRequest): Promise<GetKeysResponse> {
    return { keys: (await this.keys.get(refs)).map(toWire) };
  }

  async getNewestKey({ tenant, conversation }: GetNewestKeyRequest): Promise<GetNewestKeyResponse> {
    const key = await this.keys.newest({ tenant, conversation });
    return { key: key === null ? undefined : toWire(key) };
  }

  async destroyKeys({ tenant, conversation, generation, at }: DestroyKeysRequest): Promise<DestroyKeysResponse> {
    await this.keys.destroy({ tenant, conversation }, generation, at);
    return {};
  }
}

/** @throws ServiceFault for a key that holds nothing: it would count as destroyed for ever */
function newKey({ wrapped, ...ref }: WrappedKey) {
  if (wrapped === undefined || wrapped.length === 0) {
    throw new ServiceFault('INVALID_ARGUMENT', 'request.malformed', 'A key to keep must hold something.');
  }
  return { ...ref, wrapped };
}

function toWire({ wrapped, ...ref }: ConversationKey): WrappedKey {
  return { ...ref, wrapped: wrapped ?? undefined };
}
