import { afterEach, describe, expect, test } from '@jest/globals';
import type { SshSettings } from '../../../../src/model/cluster.ts';
import { configFiles, effective, hostOf, LOCAL_USER } from './files.ts';

const made: ReturnType<typeof configFiles>[] = [];
afterEach(() => made.splice(0).forEach(({ remove }) => remove()));

function read(text: string, ssh: Partial<SshSettings> = {}) {
  const config = configFiles({ config: text });
  made.push(config);
  return effective(hostOf('db1', ssh), { file: config.file });
}

const EVERYTHING = [
  'HostName %h.example.com',
  'User root',
  'Port 2222',
  'IdentityFile ~/.ssh/%h-%r',
  'IdentityFile ${KEYS}/second',
  'IdentitiesOnly yes',
  'IdentityAgent ~/agent.sock',
  'HostKeyAlias DB-One',
  'UserKnownHostsFile ~/.ssh/a "/srv/b c"',
  'GlobalKnownHostsFile /etc/known',
  'HostKeyAlgorithms rsa-sha2-512,ssh-ed25519',
  'KexAlgorithms ^ecdh-sha2-nistp521',
  'Ciphers -aes*-gcm@openssh.com',
  'ConnectTimeout 1m30s',
  'ServerAliveInterval 5',
  'ServerAliveCountMax 2',
  'ProxyJump ann@outer:2222,inner',
].join('\n');

describe('precedence', () => {
  test('ssh_config replaces the defaults', async () => {
    expect(await read(EVERYTHING)).toMatchObject({
      name: 'db1',
      address: 'db1.example.com',
      ssh: {
        ...{ user: 'root', port: 2222, become: false, connectTimeoutMs: 90_000 },
        identities: ['/home/operator/.ssh/db1.example.com-root', '/srv/keys/second'],
        ...{ identitiesOnly: true, agentSocket: '/home/operator/agent.sock', hostKeyAlias: 'db-one' },
        ...{ knownHosts: '/home/operator/.ssh/a', moreKnownHosts: ['/srv/b c', '/etc/known'] },
        hostKeyAlgorithms: ['rsa-sha2-512', 'ssh-ed25519'],
        algorithms: { cipher: ['aes128-ctr', 'aes192-ctr', 'chacha20-poly1305@openssh.com', 'aes256-ctr'] },
        ...{ keepaliveMs: 5_000, keepaliveCount: 2 },
        jump: [{ user: 'ann', address: 'outer', port: 2222 }, { address: 'inner' }],
      },
    });
    expect((await read(EVERYTHING)).ssh.algorithms?.kex?.[0]).toBe('ecdh-sha2-nistp521');
  });

  test('the inventory replaces ssh_config', async () => {
    const ssh = {
      ...{ defaults: [], user: 'ops', port: 22, identity: '/srv/key', agent: false, become: true },
      ...{ knownHosts: '/srv/known', connectTimeoutMs: 7_000, jump: [] },
    };
    const { ssh: set } = await read(EVERYTHING, ssh);
    expect(set).toMatchObject({ ...ssh, moreKnownHosts: ['/etc/known'], hostKeyAlias: 'db-one' });
    for (const key of ['identities', 'identitiesOnly', 'agentSocket']) expect(set).not.toHaveProperty(key);
  });

  test('without ssh_config the defaults remain, and the user is that of this machine', async () => {
    const { address, ssh } = await read('');
    expect(address).toBe('db1');
    expect(ssh).toEqual({ ...hostOf('db1').ssh, user: LOCAL_USER, become: LOCAL_USER !== 'root' });
  });
});

describe('values that change nothing', () => {
  test.each([
    ['UserKnownHostsFile /dev/null', 'knownHosts', '/home/operator/.ssh/known_hosts'],
    ['UserKnownHostsFile none', 'knownHosts', '/home/operator/.ssh/known_hosts'],
    ['ServerAliveInterval 0', 'keepaliveMs', undefined],
    ['ConnectTimeout none', 'connectTimeoutMs', 15_000],
    ['ProxyJump none', 'jump', undefined],
    ['Ciphers 3des-cbc', 'algorithms', undefined],
    ['HostKeyAlgorithms +ssh-rsa', 'hostKeyAlgorithms', expect.not.arrayContaining(['ssh-rsa'])],
    ['IdentityAgent none', 'agent', false],
    ['IdentityAgent $KEYS/agent', 'agentSocket', '$KEYS/agent'],
    ['IdentityAgent $KEYS', 'agentSocket', '/srv/keys'],
  ])('%s', async (line, key, value) => {
    expect((await read(`${line}\n`)).ssh[key as keyof SshSettings]).toEqual(value);
  });
});
