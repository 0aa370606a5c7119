// Keywords of ssh_config: cspell:ignore Fdpass
import { afterEach, expect, test } from '@jest/globals';
import type { SshSettings } from '../../../../src/model/cluster.ts';
import { overridden } from '../../../../src/transport/ssh/config/overridden.ts';
import { masterArguments } from '../../../../src/transport/openssh/master/arguments.ts';
import { routeTo } from '../../../../src/transport/ssh/config/route.ts';
import { sshConfig } from '../../../../src/transport/ssh/config/source.ts';
import { configFiles, ENV, hostOf, LOCAL_USER } from './files.ts';

const made: ReturnType<typeof configFiles>[] = [];
afterEach(() => made.splice(0).forEach(({ remove }) => remove()));

function routeWith(config: string, ssh: Partial<SshSettings> = {}) {
  const files = configFiles({ config });
  made.push(files);
  const source = { program: 'ssh', env: ENV, file: files.file, home: files.directory, localUser: LOCAL_USER };
  return routeTo(hostOf('db1', ssh), { read: sshConfig(source), place: source });
}

const SETTINGS = {
  ...{ program: 'ssh', socket: '/run/1', through: undefined, acceptNewHostKeys: false, alsoKnownHosts: [] },
  ...{ keepaliveMs: 10_000, reachMs: 15_000, isBatch: true, answersHost: false },
};

/** The options of the master with this ssh_config, by keyword. */
async function optionsWith(
  config: string,
  ssh: Partial<SshSettings> = {},
  more: { through?: string; isBatch?: boolean } = {},
) {
  const { openSsh } = await routeWith(config, ssh);
  const words = masterArguments(openSsh.host, { ...SETTINGS, ...more });
  return Object.fromEntries(
    words.flatMap((word, index) => (words[index - 1] === '-o' ? [word.split(/=(.*)/s)] : [])),
  ) as Readonly<Record<string, string>>;
}

test.each([
  ['UserKnownHostsFile /dev/null', 'UserKnownHostsFile', '/home/operator/.ssh/known_hosts'],
  ['UserKnownHostsFile none', 'UserKnownHostsFile', '/home/operator/.ssh/known_hosts'],
  ['UserKnownHostsFile /srv/known', 'UserKnownHostsFile', undefined],
  ['GlobalKnownHostsFile /dev/null', 'GlobalKnownHostsFile', 'none'],
  ['GlobalKnownHostsFile /etc/corporate', 'GlobalKnownHostsFile', '/etc/corporate'],
  ['ForkAfterAuthentication yes', 'ForkAfterAuthentication', 'no'],
  ['ForkAfterAuthentication no', 'ForkAfterAuthentication', undefined],
  ['FingerprintHash md5', 'FingerprintHash', 'sha256'],
  ['Ciphers aes256-ctr,aes128-cbc', 'Ciphers', 'aes256-ctr'],
  ['Ciphers aes128-cbc,3des-cbc', 'Ciphers', '-aes128-cbc,3des-cbc'],
  ['Ciphers aes256-ctr', 'Ciphers', undefined],
  ['KexAlgorithms diffie-hellman-group14-sha1', 'KexAlgorithms', '-diffie-hellman-group14-sha1'],
  ['MACs hmac-md5,hmac-sha1', 'MACs', 'hmac-sha1'],
  ['HostKeyAlgorithms +ssh-rsa', 'HostKeyAlgorithms', expect.not.stringMatching(/(^|,)ssh-rsa(,|$)/)],
  ['PubkeyAcceptedAlgorithms ssh-rsa,ssh-ed25519', 'PubkeyAcceptedAlgorithms', 'ssh-ed25519'],
  ['CASignatureAlgorithms ssh-rsa,ssh-ed25519', 'CASignatureAlgorithms', 'ssh-ed25519'],
  ['ServerAliveInterval 5', 'ServerAliveInterval', '5'],
  ['ServerAliveCountMax 7', 'ServerAliveCountMax', '7'],
])('%s: the master has %s=%s', async (line, keyword, value) => {
  expect((await optionsWith(`${line}\n`))[keyword]).toEqual(value);
});

test.each([
  ['no prompt can be answered', true, 'yes'],
  ['the operator can answer prompts', false, 'no'],
])('if %s, isBatch %s: the master has BatchMode %s', async (_when, isBatch, value) => {
  expect((await optionsWith('', {}, { isBatch }))['BatchMode']).toBe(value);
});

test.each(['ForkAfterAuthentication yes', 'PubkeyAcceptedAlgorithms +ssh-rsa', 'GSSAPIKeyExchange yes'])(
  '%s is named as overridden',
  async (line) => {
    const { configured } = await routeWith(`${line}\n`);
    expect(overridden(configured)).toMatchObject([{ keyword: line.split(' ')[0] }]);
  },
);

test('the account of ssh_config is left to ssh, which may have sections for it; any other is passed', async () => {
  const words = async (config: string) => masterArguments((await routeWith(config)).openSsh.host, SETTINGS);
  expect(await words('User ann\n')).not.toContain('-l');
  expect(await words('')).toEqual(expect.arrayContaining(['-l', LOCAL_USER]));
});

test('without a bastion in the inventory, neither ProxyJump nor ProxyCommand of ssh_config applies', async () => {
  const config = 'ProxyCommand nc %h %p\n';
  expect((await optionsWith(config, { jump: [] }))['ProxyCommand']).toBe('none');
  expect((await optionsWith(config))['ProxyCommand']).toBeUndefined();
});

test('a host behind a bastion is reached through the master of the bastion, and in no other way', async () => {
  const options = await optionsWith('ProxyUseFdpass yes\n', {}, { through: '/run/a%b/2' });
  expect(options).toMatchObject({
    ProxyCommand: `ssh -F none -S /run/a%%b/2 -o ControlMaster=no -o ProxyCommand=false -W '[%h]:%p' -- bastion`,
    ProxyUseFdpass: 'no',
  });
});

test('bastions of ssh_config get the same strict options, with the names of their sections', async () => {
  const config =
    'Host db1\n  ProxyJump ann@outer,inner\nHost inner\n  ForkAfterAuthentication yes\n  User bob\n';
  const { openSsh } = await routeWith(config);
  const [outer, inner] = openSsh.bastions.map((one) => masterArguments(one, SETTINGS));
  for (const words of [outer, inner])
    expect(words).toEqual(expect.arrayContaining(['StrictHostKeyChecking=yes', 'ControlPersist=no']));
  expect(outer?.slice(-4)).toEqual(['-l', 'ann', '--', 'outer']);
  expect(inner).toEqual(expect.arrayContaining(['ForkAfterAuthentication=no', '--', 'inner']));
});
