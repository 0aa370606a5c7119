import type { Problem } from '../../../../errors/errors.ts';
import type { Host } from '../../../../model/cluster.ts';
import { quote } from '../../quote.ts';
import { loginWord, sshCommand } from '../../ssh-command.ts';
import type { Login, SkippedKey } from './login-methods.ts';

export function passwordExpired({ address, ssh }: Host): Omit<Problem, 'where'> {
  return {
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'the password of the account has expired, and the host asks for a new one',
    next: `log in by hand and change it, or set \`ssh.identity\` to a key: ${sshCommand({ address, ssh })}`,
  };
}

/** sshd closes the connection after MaxAuthTries keys, which an agent with many keys exceeds. */
export function tooManyKeys({ address, ssh }: Host): Omit<Problem, 'where'> {
  return {
    what: `authentication failed for ${ssh.user}@${address}`,
    why: 'too many keys offered (MaxAuthTries)',
    next: 'set `ssh.identity` to the right key and `ssh.agent: false`',
  };
}

export function loginFailed(host: Host, { ways, skipped }: Login): Omit<Problem, 'where'> {
  const tried = ways.map(({ words }) => words).join(', ');
  const faults = faultsOf(ways);
  const unused = skipped.map(({ file, why }) => `${file} is ${why}`).join(', ');
  const reasons = [
    tried ? `tried: ${tried}` : 'no key, agent or password is available',
    ...(unused ? [`not tried: ${unused}`] : []),
    ...faults,
  ];
  return {
    what: `authentication failed for ${host.ssh.user}@${host.address}`,
    why: reasons.join('; '),
    next: nextLogin(host, { ways, skipped }),
  };
}

function nextLogin(host: Host, { ways, skipped }: Login): string {
  const skippedFor = (reason: SkippedKey['why']) => skipped.find(({ why }) => why === reason)?.file;
  const exposed = skippedFor('readable by other accounts');
  if (exposed !== undefined) return `chmod 600 ${quote(exposed)}`;
  if (faultsOf(ways).length > 0)
    return `log in by hand to see what is asked: ${sshCommand(host)}; set \`ssh.identity\` to a key that needs no prompt`;
  const encrypted = skippedFor('encrypted');
  if (encrypted !== undefined)
    return `add the key to the SSH agent: ssh-add ${quote(encrypted)}, or set \`ssh.identity\` to it`;
  return ways.length > 0
    ? `authorize the key on the host: ssh-copy-id -p ${host.ssh.port} ${loginWord(host)}`
    : 'set `ssh.identity` in the inventory, or start an SSH agent';
}

export function faultsOf(ways: Login['ways']): readonly string[] {
  return ways.flatMap(({ words, fault }) => {
    const why = fault?.();
    return why === undefined ? [] : [`${words}: ${why}`];
  });
}
