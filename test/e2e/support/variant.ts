import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openSigner } from '../../../src/certificates/issue/issue.ts';
import type { SubjectNames } from '../../../src/certificates/check/names.ts';
import { generateKeys } from '../../../src/certificates/issue/generate-keys.ts';
import { exportKey, signCertificate } from '../../../src/certificates/issue/x509.ts';
import { caKeyIn } from '../../../src/cli/certificates/ca-key.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { paths } from '../../lab/paths.ts';

/** A copy of the lab's inventory, certificates and secrets, in its own directory. */
export interface Variant {
  readonly directory: string;
  readonly inventory: string;
}

const ALL = join(paths.lab, 'variants');
const DAY = 86_400_000;

/** @param changes patterns and their replacements in the inventory; each pattern must match */
export function variant(name: string, ...changes: readonly (readonly [RegExp, string])[]): Variant {
  const directory = join(ALL, name);
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(ALL, { recursive: true, mode: 0o700 });
  cpSync(paths.cluster, directory, { recursive: true, filter: (path) => basename(path) !== '.quorate' });
  chmodSync(directory, 0o700);
  const inventory = join(directory, basename(paths.inventory));
  writeFileSync(inventory, changes.reduce(replaced, readFileSync(inventory, 'utf8')));
  return { directory, inventory };
}

function replaced(text: string, [from, to]: readonly [RegExp, string]): string {
  if (!from.test(text)) throw new Error(`the lab's inventory has no ${from}`);
  return text.replace(from, to);
}

export function removeVariants(): void {
  rmSync(ALL, { recursive: true, force: true });
}

/** Replaces the certificate and key of a host with another certificate of the lab's CA. */
export async function issueInstead(
  { directory: root }: Variant,
  host: string,
  { names, validity }: { names: SubjectNames; validity?: Parameters<typeof signCertificate>[1]['validity'] },
): Promise<void> {
  const directory = join(root, 'certificates');
  const keys = keysOf({ identity: join(root, 'identity.txt'), recipients: [] }, { env: {} });
  const authority = {
    certificate: readFileSync(join(directory, 'ca.crt'), 'utf8'),
    key: await caKeyIn(directory, keys).read(),
  };
  const pair = await generateKeys(2048);
  const subject = { commonName: host, names, uses: ['server', 'client'] } as const;
  const { publicKey } = pair;
  const signer = await openSigner(authority, directory);
  const now = Date.now();
  const signed = await signCertificate(subject, {
    signer,
    publicKey,
    validity: validity ?? { from: now - DAY, to: now + 100 * DAY },
  });
  writeFileSync(join(directory, `${host}.crt`), signed, { mode: 0o600 });
  writeFileSync(join(directory, `${host}.key`), (await exportKey(pair)).reveal(), { mode: 0o600 });
}
