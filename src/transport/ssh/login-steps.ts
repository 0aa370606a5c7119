// Keywords of sshd -T: cspell:ignore pubkeyauthentication
import type { Host } from '../../model/cluster.ts';
import {
  RUN_AGAIN,
  either,
  inOrder,
  shellHere,
  shellOn,
  type Next,
  type ShellStep,
} from '../../model/next-step.ts';
import { copyKeyCommand, sshCommand } from './ssh-command.ts';

/** Why a host closes a connection before the login has ended. */
export const CLOSED_DURING_LOGIN =
  'the host closed the connection during the login; sshd waits no longer (LoginGraceTime), or was stopped';

/**
 * The next step if a host rejects a key. To the client, sshd reports an unknown key and a key that it refuses for another
 * reason (AllowUsers, a locked account, the mode of a directory) alike; its log contains the reason.
 */
export function authorizeKey(host: Host): Next {
  return either(
    shellHere(copyKeyCommand(host), 'authorize the key on the host'),
    sshdLog(host, 'if the key is authorized, read why sshd refuses it'),
  );
}

/** The step that prints the last lines of sshd on a host. */
export function sshdLog({ name }: Pick<Host, 'name'>, purpose?: string): ShellStep {
  return shellOn(name, 'journalctl -u ssh -u sshd -n 20', purpose);
}

/** The next step if a host allows no keys. */
export function allowKeys(host: Host): ShellStep {
  return shellOn(host.name, 'sshd -T | grep -i pubkeyauthentication', 'allow keys');
}

/** The next step if a host prompts for something and there is no terminal. */
export function nextForPrompt(login: string): Next {
  return inOrder(
    'run the command on a terminal, or set `ssh.identity` to a key that needs no prompt',
    shellHere(login, 'check'),
    RUN_AGAIN,
  );
}

/** The next step if a host rejects the password of the inventory. */
export function correctPassword(host: Host): Next {
  return inOrder('correct `ssh.password`', shellHere(sshCommand(host), 'check'));
}
