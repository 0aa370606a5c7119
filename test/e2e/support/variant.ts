import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { openSigner } from '../../../src/certificates/issue/issue.ts';
import type { SubjectNames } from '../../../src/certificates/check/names.ts';
import { exportKey, generateKeys, signCertificate } from '../../../src/certificates/issue/x509.ts';
import type { Validity } from '../../../src/certificates/issue/x509.ts';
import { caKeyIn } from '../../../src/cli/certificates/ca-key.ts';
import { keysOf } from '../../../src/secrets/files/keys.ts';
import { paths } from '../../lab/paths.ts';

/** The lab's inventory once more, with its certificates and secrets, in a folder of its own. */
export interface Variant {
  readonly folder: string;
  readonly inventory: string;
}

const ALL = join(paths.lab, 'variants');
const DAY = 86_400_000;

/** @param changes what is to be another text, and which: every one must be there */
export function variant(name: string, ...changes: readonly (readonly [RegExp, string])[]): Variant {
  const folder = join(ALL, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(ALL, { recursive: true, mode: 0o700 });
  cpSync(paths.cluster, folder, { recursive: true, filter: (path) => basename(path) !== '.quorate' });
  chmodSync(folder, 0o700);
  const inventory = join(folder, basename(paths.inventory));
  writeFileSync(inventory, changes.reduce(replaced, readFileSync(inventory, 'utf8')));
  return { folder, inventory };
}

function replaced(text: string, [from, to]: readonly [RegExp, string]): string {
  if (!from.test(text)) throw new Error(`the lab's inventory has no ${from}`);
  return text.replace(from, to);
}

export function removeVariants(): void {
  rmSync(ALL, { recursive: true, force: true });
}

/** Puts another certificate of the lab's CA, with its key, in the place of a host's. */
export async function issueInstead(
  { folder }: Variant,
  host: string,
  { names, validity }: { names: SubjectNames; validity?: Validity },
): Promise<void> {
  const directory = join(folder, 'certificates');
  const keys = keysOf({ identity: join(folder, 'identity.txt'), recipients: [] }, { env: {} });
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
