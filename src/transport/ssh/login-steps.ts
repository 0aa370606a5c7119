// Keywords of sshd -T: cspell:ignore pubkeyauthentication
import type { Host } from '../../model/cluster.ts';
import { inOrder, shellHere, shellOn, type Next, type ShellStep } from '../../model/next-step.ts';
import { copyKeyCommand, sshCommand } from './ssh-command.ts';

/** The next step if a host rejects a key. */
export function authorizeKey(host: Host): ShellStep {
  return shellHere(copyKeyCommand(host), 'authorize the key on the host');
}

/** The next step if a host allows no keys. */
export function allowKeys(host: Host): ShellStep {
  return shellOn(host.name, 'sshd -T | grep -i pubkeyauthentication', 'allow keys');
}

/** The next step if a host rejects the password of the inventory. */
export function correctPassword(host: Host): Next {
  return inOrder('correct `ssh.password`', shellHere(sshCommand(host), 'check'));
}
