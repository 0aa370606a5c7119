import { access } from 'node:fs/promises';
import type { Problem } from '../../../errors/errors.ts';
import type { Host } from '../../../model/cluster.ts';
import { checkKnownHosts } from './host-keys.ts';

/**
 * Returns the problems of the private keys and known_hosts files that hosts and their bastions name, without a prompt or a
 * connection.
 */
export async function sshFileProblems(hosts: readonly Host[]): Promise<readonly Problem[]> {
  const identities = hosts.flatMap(({ ssh: { identity, agent, jump = [] } }) =>
    [identity, ...jump.map((hop) => hop.identity)].flatMap((file) =>
      file === undefined ? [] : [{ file, agent }],
    ),
  );
  const known = new Set(hosts.map(({ ssh }) => ssh.knownHosts));
  const distinct = new Map(identities.map((identity) => [identity.file, identity]));
  const problems = await Promise.all([
    ...[...distinct.values()].map(async ({ file, agent }) => identityProblem(file, agent)),
    ...[...known].map(checkKnownHosts),
  ]);
  return problems.filter((problem) => problem !== undefined);
}

// Parsing keys loads ssh2, which an inventory without `ssh.identity` does without.

/** A key in the agent needs only its public part as a file. An encrypted key is decrypted when a host is connected. */
async function identityProblem(file: string, agent: boolean): Promise<Problem | undefined> {
  if (agent && (await hasPublicPart(file))) return undefined;
  const { readKey } = await import('./login/keys.ts');
  const read = await readKey(file);
  return 'problem' in read ? read.problem : undefined;
}

/** True if the file is a public key, or has one beside it. */
export async function hasPublicPart(file: string): Promise<boolean> {
  if (!file.endsWith('.pub')) return exists(`${file}.pub`);
  const { publicPartOf } = await import('./login/public-part.ts');
  return (await publicPartOf(file)) !== undefined;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
