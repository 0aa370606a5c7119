import { inSlices } from '../../clock/in-slices.ts';
import { UsageError } from '../../errors/errors.ts';
import { problemsOf, together } from '../../errors/collect-problems.ts';
import { loadInventoryFiles, readInventoryFiles, type InventoryFiles } from '../../inventory/load.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { certificateSource } from '../../inventory/resolve/certificate-source.ts';
import { localFileProblems } from '../../material/local-file-problems.ts';
import { loadMaterial, loadNeededSecrets, allSecrets } from '../../material/load.ts';
import { withHostPasswords } from '../../material/host-passwords.ts';
import type { Material } from '../../model/material.ts';
import type { Secret } from '../../model/secret.ts';
import type { Plan } from '../../model/plan/plan.ts';
import type { HostName } from '../../model/names.ts';
import { planInSlices } from '../../plan/build/build-plan.ts';
import { DEPLOY } from '../../plan/build/named-change.ts';
import type { Playbook } from '../../playbook/playbook.ts';
import { redactor } from '../../secrets/redact.ts';
import type { AgeKeys } from '../../secrets/files/age.ts';
import { keysOf } from '../../secrets/files/keys.ts';
import { removeStaleScratchFiles } from '../../secrets/files/scratch.ts';
import { caKeyIn, etcdCaKeyIn } from '../certificates/ca-key.ts';
import { issueForHost, type UnwrittenCertificate } from '../certificates/issue-missing.ts';
import type { Edges } from '../program-environment.ts';
import type { KeyPassphrases } from '../../transport/ssh/connect/passphrases.ts';
import { passphraseInput, prompt } from '../terminal/prompt.ts';
import { loadChosenPlaybook } from './chosen-playbook.ts';
import { sshOptions } from './ssh-config.ts';
import type { PlaybookChoice } from './chosen-playbook.ts';

interface LocalFilesArgs {
  readonly inventory: string;
  /** Texts of the inventory, if the files do not have them yet. */
  readonly files?: InventoryFiles | undefined;
  readonly playbook: PlaybookChoice;
  /** True for a change of a running cluster, which may have too few members until then. */
  readonly allowBelowMinimum: boolean;
  /** Host whose missing certificates the run issues, if this machine has the CA. */
  readonly certify?: HostName | undefined;
  /** True if the command does not connect to the hosts, so that no SSH key is needed. */
  readonly offline?: boolean | undefined;
}

/** The files that a plan is built from. */
interface LocalFiles {
  readonly inventory: Inventory;
  readonly material: Material;
  readonly playbook: Playbook;
  /** Warnings about the inventory and the files that it refers to. */
  readonly warnings: readonly string[];
  /** Certificates that the run issues and that are not written yet. */
  readonly unwritten: readonly UnwrittenCertificate[];
  /** Passphrases of SSH keys. Empty if the command does not connect to the hosts. */
  readonly keyPassphrases: KeyPassphrases;
}

/** Everything that a command loads on this machine before it contacts a host. */
export interface Prepared extends Omit<LocalFiles, 'playbook'> {
  readonly plan: Plan;
}

interface PrepareArgs extends Pick<LocalFilesArgs, 'inventory' | 'offline'> {
  /** The playbook that the operator named; `deploy` by default. */
  readonly playbook?: string | undefined;
}

/** Plans a deploy for a command that changes no host. @throws UsageError as `loadLocalFiles` and `buildPlan` */
export function prepare({ playbook, ...args }: PrepareArgs, edges: Edges): Promise<Prepared> {
  const chosen = playbook === undefined ? { builtIn: 'deploy' } : { named: playbook };
  return prepareDeploy({ ...args, playbook: chosen }, edges);
}

/** Loads all local files and plans a deploy. @throws UsageError as `loadLocalFiles` and `buildPlan` */
export async function prepareDeploy(
  { inventory, playbook, offline }: Pick<LocalFilesArgs, 'inventory' | 'playbook' | 'offline'>,
  edges: Edges,
): Promise<Prepared> {
  const files = await loadLocalFiles({ inventory, playbook, offline, allowBelowMinimum: false }, edges);
  const { cluster } = files.inventory;
  const plan = await inSlices(planInSlices({ ...files, cluster, change: DEPLOY }), edges.clock);
  return { ...files, plan };
}

/**
 * Loads inventory, certificates, secrets and playbook, and has the secrets masked in all later output. All prompts come
 * first: for host passwords, then for the secrets, then for SSH keys. Only then come the certificates to issue, the digests
 * of packages and other slow work.
 * @throws UsageError with all problems of the inventory, then of its local files, then of the playbook
 */
export async function loadLocalFiles(args: LocalFilesArgs, edges: Edges): Promise<LocalFiles> {
  const { io, clock, mask } = edges;
  await removeStaleScratchFiles();
  const read = await readValidInventory(args, edges);
  const passwords = withHostPasswords(read, io.env);
  // Waits for the host passwords before the other secrets, because commands for both may prompt on the same terminal.
  await problemsOf(passwords);
  const keys = keysOf(read.secretsSource.keys, passphraseInput(io));
  const secrets = await loadNeededSecrets(read, { env: io.env, keys });
  const isConnecting = !args.offline && secrets.problems.length === 0;
  const keyPassphrases = isConnecting ? await promptForKeys(read, edges) : new Map<string, Secret>();
  const unwritten = args.certify === undefined ? [] : await issueFor(args.certify, { read, keys }, edges);
  const files = new Map(unwritten.flatMap((one) => [...one.files]));
  const [inventory, { material, warnings }, playbook] = await together([
    passwords,
    loadMaterial(read, { env: io.env, keys, now: clock.now(), unwritten: files, secrets }),
    loadChosenPlaybook(args.playbook),
  ]);
  mask.learn(redactor([...allSecrets(inventory, material), ...keyPassphrases.values()]));
  const all = [...inventory.cluster.warnings, ...warnings];
  return { inventory, material, playbook, warnings: all, unwritten, keyPassphrases };
}

/** Prompts for the passphrases of the SSH keys. SSH is loaded only if the inventory names a key. */
async function promptForKeys({ cluster: { hosts } }: Inventory, edges: Edges): Promise<KeyPassphrases> {
  const asking = prompt(edges.io);
  if (!asking.ask || hosts.every(({ ssh }) => ssh.identity === undefined)) return new Map();
  const { typedPassphrases } = await import('../../transport/ssh/connect/passphrases.ts');
  const options = { hosts, acceptNewHostKeys: false, prompt: asking, emit: () => undefined };
  return typedPassphrases(hosts, sshOptions(edges, options));
}

/** Issues certificates in memory. @throws UsageError if the CA key cannot be decrypted */
function issueFor(
  host: HostName,
  { read, keys }: { readonly read: Inventory; readonly keys: AgeKeys },
  { clock }: Edges,
): Promise<readonly UnwrittenCertificate[]> {
  const { cluster, tlsDirectory, secretsSource } = read;
  const caKeys = {
    caKey: caKeyIn(tlsDirectory, keys, secretsSource.shared),
    etcdCaKey: etcdCaKeyIn(tlsDirectory, keys, secretsSource.shared),
  };
  return issueForHost(host, { ...certificateSource(read), ...caKeys, cluster, now: clock.now() });
}

/** @throws UsageError with the problems of the inventory, and with those of its local files and the playbook */
async function readValidInventory(args: LocalFilesArgs, { io, clock }: Edges): Promise<Inventory> {
  const files = args.files ?? (await loadInventoryFiles(args.inventory, io.env));
  const { inventory, problems, partial } = readInventoryFiles(files, {
    env: io.env,
    allowBelowMinimum: args.allowBelowMinimum,
  });
  if (inventory) return inventory;
  const ofFiles = partial ? await localFileProblems(partial, { env: io.env, now: clock.now() }) : [];
  throw new UsageError([...problems, ...ofFiles, ...(await problemsOf(loadChosenPlaybook(args.playbook)))]);
}
