import type { Host } from '../../model/cluster.ts';
import { jumpText } from '../../model/host/jump-hosts.ts';
import { quote } from './quote.ts';

/** Account and address of a host as one word of a command line: `operator@198.51.100.11`, `'CORP\ann@198.51.100.11'`. */
function loginWord({ address, ssh }: Pick<Host, 'address' | 'ssh'>): string {
  return quote(`${ssh.user}@${address}`);
}

/** Returns the command line with which an operator logs in to a host, or runs a command there. */
export function sshCommand(host: Pick<Host, 'address' | 'ssh'>, ...command: readonly string[]): string {
  const jump = bastionsOf(host);
  const through = jump === undefined ? [] : ['-J', quote(jump)];
  return ['ssh', ...through, ...withKey(host), '-p', host.ssh.port, loginWord(host), ...command].join(' ');
}

/** The command line that authorizes the key of the inventory on a host; the usual keys if the inventory has none. */
export function copyKeyCommand(host: Pick<Host, 'address' | 'ssh'>): string {
  const jump = bastionsOf(host);
  const through = jump === undefined ? [] : ['-o', quote(`ProxyJump=${jump}`)];
  return ['ssh-copy-id', ...through, ...withKey(host), '-p', host.ssh.port, loginWord(host)].join(' ');
}

function bastionsOf({ ssh: { jump = [] } }: Pick<Host, 'ssh'>): string | undefined {
  return jump.length === 0 ? undefined : jump.map(jumpText).join(',');
}

function withKey({ ssh: { identity } }: Pick<Host, 'ssh'>): readonly string[] {
  return identity === undefined ? [] : ['-i', quote(identity)];
}

/** The command line that prints 0 if the account is root, or becomes root with sudo. */
export function rootCheck(host: Pick<Host, 'address' | 'ssh'>): string {
  return sshCommand(host, ...(host.ssh.become ? ['sudo', 'id', '-u'] : ['id', '-u']));
}
