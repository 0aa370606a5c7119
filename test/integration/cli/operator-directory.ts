import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SECRET_NAMES } from '../../../src/model/material.ts';
import { makeAuthority } from '../../unit/certificates/authority.ts';
import type { Leaf } from '../../unit/certificates/authority.ts';

const HOSTS = {
  databases: { db1: 11, db2: 12, db3: 13 },
  brokers: { rabbit1: 21, rabbit2: 22, rabbit3: 23 },
  managers: { manager1: 31, manager2: 32 },
  load_balancers: { lb1: 41 },
};

/** Prefix of every secret of this inventory, so that tests find leaked secrets. */
export const MARKER = 'Marker0f';

/** Host names with the last byte of each address in the certificate. */
export type Certified = Readonly<Record<string, readonly number[]>>;

/**
 * Creates an operator's directory: an inventory of nine hosts with all its files.
 * @param more certificates of hosts that the inventory does not list, or not at that address
 * @param validity of the CA and the certificates; by default around the time of the tests' clock
 */
export async function operatorDirectory(
  more: Certified = {},
  validity: Pick<Leaf, 'from' | 'to'> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-cli-'));
  const certificates = join(folder, 'certificates');
  await mkdir(certificates);
  const ca = await makeAuthority('Test CA', validity);
  await writeFile(join(certificates, 'ca.crt'), ca.certificate);
  // Not in the directory of the certificates, because the CA is external unless a test encrypts its key there.
  await writeFile(join(folder, 'test-ca.key'), ca.key, { mode: 0o600 });
  const listed = Object.values(HOSTS).flatMap((of) => Object.entries(of));
  const hosts = { ...Object.fromEntries(listed.map(([name, last]) => [name, [last]])), ...more };
  await Promise.all(
    Object.entries(hosts).map(async ([name, last]) => {
      const issued = await ca.issue({
        ...{ commonName: name, names: [name], addresses: last.map(addressOf) },
        ...validity,
      });
      await writeFile(join(certificates, `${name}.crt`), issued.certificate);
      await writeFile(join(certificates, `${name}.key`), issued.key, { mode: 0o600 });
    }),
  );
  const secrets = SECRET_NAMES.map((name) => `${name}: ${MARKER}${name.replaceAll('_', '')}\n`).join('');
  await writeFile(join(folder, 'secrets.yaml'), secrets, { mode: 0o600 });
  await writeFile(join(folder, 'license.yaml'), 'license: {}\n');
  await writeFile(join(folder, 'package.deb'), '!<arch>\na package');
  await writeFile(join(folder, 'inventory.yaml'), inventoryText());
  return folder;
}

function inventoryText(): string {
  const roles = Object.entries(HOSTS).map(([role, hosts]) => {
    const items = Object.entries(hosts).map(
      ([name, last]) => `    - { name: ${name}, address: ${addressOf(last)} }\n`,
    );
    return `${role}:\n  hosts:\n${items.join('')}`;
  });
  return `name: demo
cloudify: { version: 7.0.4, package: package.deb, license: license.yaml }
ssh: { user: root }
tls: { directory: certificates }
secrets: { file: secrets.yaml }
${roles.join('')}`;
}

export function addressOf(last: number): string {
  return `198.51.100.${last}`;
}
