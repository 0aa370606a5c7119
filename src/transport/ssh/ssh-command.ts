import type { Host } from '../../model/cluster.ts';
import { jumpText } from '../../model/host/jump-hosts.ts';
import { quote } from './quote.ts';

/** Account and address of a host as one word of a command line: `operator@198.51.100.11`, `'CORP\ann@198.51.100.11'`. */
export function loginWord({ address, ssh }: Pick<Host, 'address' | 'ssh'>): string {
  return quote(`${ssh.user}@${address}`);
}

/** Returns the command line with which an operator logs in to a host, or runs a command there. */
export function sshCommand(host: Pick<Host, 'address' | 'ssh'>, ...command: readonly string[]): string {
  const jump = host.ssh.jump ?? [];
  const through = jump.length === 0 ? [] : ['-J', quote(jump.map(jumpText).join(','))];
  return ['ssh', ...through, '-p', host.ssh.port, loginWord(host), ...command].join(' ');
}

/** The command line that prints 0 if the account is root, or becomes root with sudo. */
export function rootCheck(host: Pick<Host, 'address' | 'ssh'>): string {
  return sshCommand(host, ...(host.ssh.become ? ['sudo', 'id', '-u'] : ['id', '-u']));
}
