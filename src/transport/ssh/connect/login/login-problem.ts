import { existsSync } from 'node:fs';
import type { Problem } from '../../../../errors/errors.ts';
import type { Host } from '../../../../model/cluster.ts';
import { either, shellHere, inOrder, manual, type Next } from '../../../../model/next-step.ts';
import { quote } from '../../quote.ts';
import { allowKeys, authorizeKey, correctPassword, nextForPrompt } from '../../login-steps.ts';
import { sshCommand } from '../../ssh-command.ts';
import type { Tried } from './auth-handler.ts';
import type { SkippedKey } from './login-methods.ts';

type LoginProblem = Omit<Problem, 'where'>;

export function passwordExpired({ address, ssh }: Host): LoginProblem {
  return {
    cause: 'auth',
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'the password of the account has expired, and the host asks for a new one',
    next: shellHere(
      sshCommand({ address, ssh }),
      'log in by hand and change it, or set `ssh.identity` to a key',
    ),
  };
}

/** sshd closes the connection after MaxAuthTries keys, which an agent with many keys exceeds. */
export function tooManyKeys({ address, ssh }: Host): LoginProblem {
  return {
    cause: 'auth',
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'too many keys offered (MaxAuthTries)',
    next: 'set `ssh.identity` to the right key; the SSH agent then offers no other key',
  };
}

interface Failed {
  readonly tried: readonly Tried[];
  readonly skipped: readonly SkippedKey[];
}

/** An sshd that is older than version 7.2, or whose PubkeyAcceptedAlgorithms has no signature with SHA-2. */
function sha1Only({ address, ssh }: Host): LoginProblem {
  return {
    cause: 'auth',
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'the host accepts the RSA key only with a signature that uses SHA-1 (ssh-rsa), which Quorate and ssh do not make',
    next: inOrder(
      either(
        manual(
          'update OpenSSH on the host, or allow rsa-sha2-512 with PubkeyAcceptedAlgorithms in /etc/ssh/sshd_config',
        ),
        manual('set `ssh.identity` to an Ed25519 key that the host accepts'),
      ),
      shellHere('ssh-keygen -t ed25519', 'to create a key'),
    ),
  };
}

/** Describes a rejected login: each method with the reason for its failure. */
export function loginFailed(host: Host, failed: Failed): LoginProblem {
  if (failed.tried.some(({ way }) => way.isSha1Only?.())) return sha1Only(host);
  const tried = failed.tried.filter(
    ({ way, result }) =>
      way.kind !== 'keyboard-interactive' || (result !== 'not-tried' && result !== 'not-offered'),
  );
  const reasons = [
    ...(tried.length > 0
      ? tried.map(({ way, why }) => `${way.words}: ${why}`)
      : ['no key, agent or password is available']),
    ...failed.skipped.map(({ file, why }) => `not tried: ${file} is ${why}`),
    ...certificates(tried),
  ];
  return {
    cause: 'auth',
    what: `authentication failed for ${host.ssh.user}@${host.address}`,
    why: reasons.join('; '),
    next: nextLogin(host, { ...failed, tried }),
  };
}

function nextLogin(host: Host, { tried, skipped }: Failed): Next {
  const skippedFor = (reason: SkippedKey['why']) => skipped.find(({ why }) => why === reason)?.file;
  const exposed = skippedFor('readable by other accounts');
  if (exposed !== undefined) return shellHere(`chmod 600 ${quote(exposed)}`);
  if (tried.some(({ way }) => way.needsOperator?.())) return nextForPrompt(sshCommand(host));
  if (certificates(tried).length > 0) return 'set `ssh.client: openssh`, which uses certificates';
  if (tried.some(({ way, result }) => way.kind === 'password' && result === 'rejected'))
    return correctPassword(host);
  if (tried.some(({ result }) => result === 'unusable' || result === 'partial'))
    return shellHere(sshCommand(host), 'log in by hand to see what fails');
  const encrypted = skippedFor('encrypted');
  if (encrypted !== undefined)
    return either(
      shellHere(`ssh-add ${quote(encrypted)}`, 'add the key to the SSH agent'),
      manual('set `ssh.identity` to it'),
    );
  const hasKey = (is: Tried['result']) =>
    tried.some(({ way, result }) => way.kind === 'publickey' && result === is);
  if (hasKey('rejected')) return authorizeKey(host);
  return hasKey('not-offered')
    ? allowKeys(host)
    : 'set `ssh.identity` in the inventory, or start an SSH agent';
}

/** User certificates of the keys that were rejected. ssh2 does not use them. */
function certificates(tried: readonly Tried[]): readonly string[] {
  return tried.flatMap(({ way, result }) => {
    const file = /^key (.+)$/.exec(way.words)?.[1];
    const certificate = `${file?.replace(/\.pub$/, '')}-cert.pub`;
    return result === 'rejected' && file && existsSync(certificate)
      ? [`not tried: the certificate ${certificate}, because ssh2 does not use certificates`]
      : [];
  });
}
