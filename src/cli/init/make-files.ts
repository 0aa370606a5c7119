import { join } from 'node:path';
import { UsageError } from '../../errors/errors.ts';
import { draftInventory } from '../../inventory/draft.ts';
import type { InventoryDraft } from '../../inventory/draft.ts';
import { readInventory } from '../../inventory/read.ts';
import { certificateSource } from '../../inventory/resolve/certificate-source.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { SECRET_NAMES } from '../../model/material.ts';
import type { SecretName } from '../../model/material.ts';
import { count } from '../../report/text.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { EnvironmentVariables } from '../../model/secret.ts';
import { CREATED_SECRETS, createSecrets } from '../../secrets/create.ts';
import type { GivenSecrets } from '../../secrets/create.ts';
import { writePrivateFile } from '../../secrets/files/private-file.ts';
import { caKeyIn, etcdCaKeyIn } from '../certificates/ca-key.ts';
import { issueMissing } from '../certificates/issue-missing.ts';
import { showIssued } from '../certificates/show-issued.ts';
import type { Edges } from '../program-environment.ts';
import { resource } from '../resource.ts';
import { SCHEMA_FILE } from './existing-files.ts';

/** Name of the directory of certificates in a new directory. */
export const CERTIFICATE_DIRECTORY = 'certificates';

interface NewFiles {
  readonly draft: Omit<InventoryDraft, 'tls' | 'secrets' | 'schema'>;
  /** Secrets that are not to be generated. */
  readonly given?: GivenSecrets;
  /** Variables that the inventory names, and that the operator sets later. */
  readonly env?: EnvironmentVariables;
  /** False if another CA has issued the certificates. */
  readonly issue?: boolean;
}

interface Drafted {
  readonly text: string;
  readonly inventory: Inventory;
}

/** Drafts the inventory that `makeFiles` writes. Writes nothing. @throws UsageError with all problems of the inventory */
export function draftFiles(
  directory: string,
  { draft, env = {} }: Pick<NewFiles, 'draft' | 'env'>,
  { io }: Pick<Edges, 'io'>,
): Drafted {
  const text = draftInventory({
    ...draft,
    tls: CERTIFICATE_DIRECTORY,
    secrets: CREATED_SECRETS,
    schema: SCHEMA_FILE,
  });
  const context = { path: 'the inventory', directory, home: io.home, env: { ...env, ...io.env } };
  const { inventory, problems } = readInventory(text, context);
  if (!inventory) throw new UsageError(problems);
  return { text, inventory };
}

/**
 * The secrets of a new directory. Those of Cloudify include the secrets of its monitoring, which may be added later.
 */
function secretsToCreate(cluster: Cluster): readonly SecretName[] {
  if (cluster.platform === 'cloudify') return SECRET_NAMES;
  return platformOf(cluster)
    .neededSecrets(cluster)
    .map(({ name }) => name);
}

const PRODUCTS = { cloudify: 'Cloudify', native: 'PostgreSQL' } as const;

/** The created files by name, and the purpose of each. */
export function createdFiles({ cluster, secretsSource }: Inventory): readonly (readonly [string, string])[] {
  const identity = secretsSource.keys.identity?.split('/').at(-1) ?? '';
  return [
    [
      'inventory.yaml',
      `${count(cluster.hosts.length, 'host')}, ${PRODUCTS[cluster.platform]} ${cluster.version.text}`,
    ],
    [`${CERTIFICATE_DIRECTORY}/`, `a CA for this cluster, and a certificate for each host`],
    [SCHEMA_FILE, 'explains the keys to editors'],
    ['secrets.age', `${count(secretsToCreate(cluster).length, 'new secret')}, encrypted`],
    [identity, 'decrypts secrets and CA key; keep a backup elsewhere'],
  ];
}

/** The created files in a directory, as the JSON of a command lists them. */
export function createdPaths(
  directory: string,
  inventory: Inventory,
): readonly { readonly file: string; readonly why: string }[] {
  return createdFiles(inventory).map(([name, why]) => ({ file: join(directory, name), why }));
}

/** Creates all files in a directory. @throws UsageError with all problems of the inventory */
export async function makeFiles(
  temporary: string,
  { draft, given = {}, env = {}, issue = true }: NewFiles,
  { io, clock }: Edges,
): Promise<Inventory> {
  const { text, inventory } = draftFiles(temporary, { draft, env }, { io });
  const secrets = await createSecrets(temporary, secretsToCreate(inventory.cluster), given);
  if (issue) {
    const counted = showIssued(io);
    await issueMissing({
      cluster: inventory.cluster,
      ...certificateSource(inventory),
      now: clock.now(),
      renew: false,
      caKey: caKeyIn(inventory.tlsDirectory, secrets.keys),
      etcdCaKey: etcdCaKeyIn(inventory.tlsDirectory, secrets.keys),
      ...counted,
    }).finally(counted.stop);
  }
  await writePrivateFile(join(temporary, SCHEMA_FILE), resource(`schema/${SCHEMA_FILE}`));
  await writePrivateFile(join(temporary, 'inventory.yaml'), text);
  return inventory;
}
