import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardedDoor } from './engine.ts';

const SECURITY = 'org.apache.kafka.common.security';

interface DoorSettings {
  /** Follows the others' after a comma. */
  readonly listener: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** What the broker's properties say of a guarded door. */
export function doorSettings(folder: string, door: GuardedDoor | undefined): DoorSettings {
  if (door === undefined) return { listener: '', settings: {} };
  const { port, tls, username, password } = door;
  const pair = join(folder, 'door.pem');
  writeFileSync(pair, readFileSync(tls.keyFile, 'utf8') + readFileSync(tls.certificateFile, 'utf8'), { mode: 0o600 });
  const ofDoor = {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': pair,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': tls.authorityFile,
    'ssl.client.auth': 'required',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512,PLAIN',
    'scram-sha-512.sasl.jaas.config': `${SECURITY}.scram.ScramLoginModule required;`,
    'plain.sasl.jaas.config': `${SECURITY}.plain.PlainLoginModule required user_${username}="${password}";`,
  };
  return {
    listener: `,GUARDED://localhost:${port}`,
    settings: {
      ...Object.fromEntries(Object.entries(ofDoor).map(([name, value]) => [`listener.name.guarded.${name}`, value])),
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
    },
  };
}

/** What the storage is formatted with, so that the user is there from the first start on. */
export function doorUser(door: GuardedDoor | undefined): readonly string[] {
  if (door === undefined) return [];
  return ['--add-scram', `SCRAM-SHA-512=[name=${door.username},password=${door.password}]`];
}
