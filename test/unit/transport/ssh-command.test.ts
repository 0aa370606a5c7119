import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { copyKeyCommand, rootCheck, sshCommand } from '../../../src/transport/ssh/ssh-command.ts';
import { at, cluster } from '../platforms/cloudify/fixture.ts';

const db1 = at('db1', cluster);
const as = (user: string, become = true) => ({ ...db1, ssh: { ...db1.ssh, user, become } });

/** Returns the words that a shell makes of a command line. */
const words = (line: string): readonly string[] =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');

test.each(['operator', 'ann@corp.example.com', 'CORP\\ann', 'corp+svc-deploy$', '~ann'])(
  'a shell reads the printed command of the account %s as it is meant',
  (user) => {
    const target = `${user}@198.51.100.11`;
    expect(words(sshCommand(as(user)))).toEqual(['ssh', '-p', '22', target]);
    expect(words(rootCheck(as(user)))).toEqual(['ssh', '-p', '22', target, 'sudo', 'id', '-u']);
  },
);

test('the check of an account that does not use sudo has no sudo', () => {
  expect(rootCheck(as('root', false))).toBe('ssh -p 22 root@198.51.100.11 id -u');
});

describe('a command for a host with a key of the inventory, behind a bastion', () => {
  const jump = [{ address: '192.0.2.1', user: 'CORP\\ann', port: 2222 }, { address: 'inner' }];
  const host = { ...db1, ssh: { ...db1.ssh, identity: "/home/ann's/key", jump } };
  const by = 'CORP\\ann@192.0.2.1:2222,inner';
  const target = ['-i', "/home/ann's/key", '-p', '22', `${db1.ssh.user}@198.51.100.11`];

  test('logs in with this key through the bastion', () => {
    expect(words(sshCommand(host))).toEqual(['ssh', '-J', by, ...target]);
  });

  test('authorizes this key through the bastion', () => {
    expect(words(copyKeyCommand(host))).toEqual(['ssh-copy-id', '-o', `ProxyJump=${by}`, ...target]);
  });
});

test('without a key of the inventory, ssh-copy-id selects the key', () => {
  expect(copyKeyCommand(as('root'))).toBe('ssh-copy-id -p 22 root@198.51.100.11');
});
