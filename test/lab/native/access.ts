import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadInventory } from '../../../src/inventory/load.ts';
import { loadMaterial } from '../../../src/material/load.ts';
import type { SecretName } from '../../../src/model/material.ts';
import type { BrokerLogin } from '../product/services/manager/amqp.ts';
import type { Login } from '../product/services/sql.ts';
import { must, run, type Output } from '../shell.ts';
import { debian12, nativeHostsOf, type NativeHost, type NativeLab } from './hosts.ts';
import { nativePaths } from './lab.ts';

/** Logins of an application that connects through the load balancer and verifies the certificates of the members. */
export interface NativeLogins {
  readonly leader: Login & { readonly ca: string };
  readonly standbys: Login & { readonly ca: string };
  readonly brokers: BrokerLogin;
}

/** Where clients reach the services. */
export function nativeAccess(lab: NativeLab = debian12) {
  if (lab.virtualIp !== undefined)
    return { host: lab.virtualIp, leader: 5432, standbys: 5433, brokers: 5671 };
  const host = nativeHostsOf('load_balancer', lab)[0]?.address ?? '';
  return { host, leader: 5000, standbys: 5001, brokers: 5673 };
}

export async function nativeLogins(lab: NativeLab = debian12): Promise<NativeLogins> {
  const secret = await secrets();
  const ca = readFileSync(join(nativePaths.certificates, 'ca.crt'), 'utf8');
  const { host, leader, standbys, brokers } = nativeAccess(lab);
  const login = { host, ca, user: 'shop', database: 'shop', password: secret('postgresql_user_shop') };
  return {
    leader: { ...login, port: leader },
    standbys: { ...login, port: standbys },
    brokers: {
      hosts: [{ host, port: brokers }],
      ...{ ca, username: 'shop', password: secret('rabbitmq_user_shop'), vhost: 'orders' },
    },
  };
}

async function secrets(): Promise<(name: SecretName) => string> {
  const values = await nativeSecrets();
  return (name) => values[name] ?? '';
}

/** The secrets of the native lab, by name. */
export async function nativeSecrets(): Promise<Readonly<Record<string, string>>> {
  const inventory = await loadInventory(nativePaths.inventory, {});
  const { material } = await loadMaterial(inventory, { env: {}, now: Date.now() });
  return Object.fromEntries(
    Object.entries(material.secrets).flatMap(([name, secret]) => (secret ? [[name, secret.reveal()]] : [])),
  );
}

/** Runs a command on a host as root, independently of Quorate and SSH. */
export function on({ container }: NativeHost, argv: readonly string[]): Promise<Output> {
  return run(['docker', 'exec', container, ...argv], { timeoutMs: 60_000 });
}

/** As `on`, for a command that must succeed. @returns its standard output */
export function outputOn({ container }: NativeHost, argv: readonly string[]): Promise<string> {
  return must(['docker', 'exec', container, ...argv], { timeoutMs: 60_000 });
}
