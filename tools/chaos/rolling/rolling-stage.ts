import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newPlatformKey, securityDefaults } from '@parley/security';
import { engineAddress, HttpClient, scratchFolder, TenantApi } from '@parley/testing';
import { BankProcess, DistributedHouse, type EngineAddresses } from '@parley/testing/house';
import { root } from '../../fitness/sources.ts';
import { EnginesUnderFire } from '../engines-under-fire.ts';

/** A transfer takes long enough for somebody to be restarted meanwhile. */
const BANK = { delayMs: 500 };

export interface StageOptions {
  /** Those that `npm run engines -- up` started, in place of some of its own. */
  readonly areEnginesUp: boolean;
  readonly say: (line: string) => void;
}

/** A house with two of each service, a bank, and a tenant whose web chat is open. */
export class RollingStage {
  private constructor(
    readonly folder: string,
    readonly house: DistributedHouse,
    readonly bank: BankProcess,
    private readonly engines: EnginesUnderFire | null,
    private readonly platformKey: string,
  ) {}

  static async build({ areEnginesUp, say }: StageOptions): Promise<RollingStage> {
    const folder = scratchFolder('rolling');
    const logFolder = join(folder, 'logs');
    mkdirSync(logFolder);
    const own = areEnginesUp ? null : await EnginesUnderFire.start(join(folder, 'engines'), say);
    const engines = own?.addresses() ?? enginesThatAreUp();
    const bank = await BankProcess.start(join(folder, 'ledger.jsonl'), BANK);
    const platformKey = newPlatformKey(securityDefaults.environment, (bytes) => randomBytes(bytes));
    const envOf = { adaptors: { DEMO_BANK_URL: bank.url } };
    try {
      const house = await DistributedHouse.build({ engines, platformKey, logFolder, envOf });
      return new RollingStage(folder, house, bank, own, platformKey);
    } catch (fault) {
      bank.stop();
      await own?.stop();
      throw fault;
    }
  }

  /** Starts the house; answers the public id of the web chat. */
  async open(): Promise<string> {
    await this.house.start();
    const http = new HttpClient(this.house.origin);
    const { api } = await TenantApi.createTenant(http, this.platformKey, 'Rolling');
    await api.publish('bank-transfer', bankFlow());
    const connection = await api.connect('bank-transfer', ['*']);
    await http.close();
    return connection;
  }

  /** @param keepsLogs leaves the folder with them where it is */
  async end(keepsLogs: boolean): Promise<void> {
    await this.house.end();
    this.bank.stop();
    await this.engines?.stop();
    if (!keepsLogs) return rmSync(this.folder, { recursive: true, force: true });
    rmSync(join(this.folder, 'engines'), { recursive: true, force: true });
  }
}

/** Nobody is asked whether they are still there, however long they say nothing. */
function bankFlow(): string {
  return readFileSync(join(root, 'apps/docs/examples/bank-transfer.flow.json'), 'utf8').replaceAll('"5m"', '"12h"');
}

function enginesThatAreUp(): EngineAddresses {
  const address = (kind: 'kafka' | 'redis' | 'mongodb' | 'postgres'): string => {
    const found = engineAddress(kind);
    if (found === null) throw new Error(`There is no ${kind}: npm run engines -- up starts it.`);
    return found;
  };
  return {
    kafka: address('kafka'),
    redis: address('redis'),
    mongodb: address('mongodb'),
    postgres: address('postgres'),
  };
}
