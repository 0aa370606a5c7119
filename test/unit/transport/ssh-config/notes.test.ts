import { afterEach, expect, test } from '@jest/globals';
import { clientReasons } from '../../../../src/transport/ssh/config/client/client-reasons.ts';
import { overridden } from '../../../../src/transport/ssh/config/overridden.ts';
import { configFiles, configured, hostOf } from './files.ts';

const made: ReturnType<typeof configFiles>[] = [];
afterEach(() => made.splice(0).forEach(({ remove }) => remove()));

const CLIENTS = ['ssh', 'no-such-ssh'] as const;

async function read(text: string, program: (typeof CLIENTS)[number]) {
  const config = configFiles({ config: text });
  made.push(config);
  return configured(hostOf('db1'), { file: config.file, program });
}

const WEAKENING = [
  'StrictHostKeyChecking no',
  'NoHostAuthenticationForLocalhost yes',
  'VerifyHostKeyDNS yes',
  'ForwardAgent yes',
  'ForwardX11 yes',
  'LocalForward 8080 localhost:80',
  'RemoteForward 8081 localhost:80',
  'DynamicForward 1080',
  'RemoteCommand tmux attach',
  'RequestTTY force',
  'ControlMaster auto',
  'ControlPath ~/.ssh/%C',
  'ControlPersist 10m',
  'UserKnownHostsFile /dev/null',
  'HostKeyAlgorithms +ssh-rsa',
  'Ciphers +aes128-cbc',
  'AddKeysToAgent yes',
  'Compression yes',
];

test.each(CLIENTS)('%s: each setting that weakens security is overridden and named', async (program) => {
  const text = `${WEAKENING.join('\n')}\nPermitLocalCommand yes\nLocalCommand touch /x\n`;
  const notes = overridden(await read(text, program));
  const expected = [...WEAKENING.map((line) => line.split(' ')[0]), 'LocalCommand'];
  expect(notes.map(({ keyword }) => keyword).sort()).toEqual(expected.sort());
  for (const { at } of notes) expect(at).toMatch(/config:\d+$/);
});

test.each(CLIENTS)('%s: UpdateHostKeys is overridden', async (program) => {
  expect(overridden(await read('UpdateHostKeys ask\n', program))).toMatchObject([
    { keyword: 'UpdateHostKeys' },
  ]);
});

test.each(CLIENTS)('%s: strict settings are not named', async (program) => {
  const strict =
    'StrictHostKeyChecking yes\nForwardAgent no\nControlMaster no\nUpdateHostKeys no\nTunnel no\n';
  expect(overridden(await read(strict, program))).toEqual([]);
});

test.each([
  ['ProxyCommand nc %h %p', 'ProxyCommand', 'required'],
  ['CertificateFile ~/.ssh/id-cert.pub', 'CertificateFile', 'wanted'],
  ['PKCS11Provider /usr/lib/pkcs11.so', 'PKCS11Provider', 'wanted'],
  ['RevokedHostKeys /etc/ssh/revoked', 'RevokedHostKeys', 'required'],
  ['BindAddress 10.0.0.1', 'BindAddress', 'wanted'],
  ['AddressFamily inet6', 'AddressFamily', 'wanted'],
  ['PreferredAuthentications password', 'PreferredAuthentications', 'wanted'],
  ['PasswordAuthentication no', 'PasswordAuthentication', 'wanted'],
  ['KbdInteractiveAuthentication no', 'KbdInteractiveAuthentication', 'wanted'],
  ['PubkeyAuthentication no', 'PubkeyAuthentication', 'wanted'],
  ['RequiredRSASize 4096', 'RequiredRSASize', 'wanted'],
  ['GSSAPIAuthentication yes', 'GSSAPIAuthentication', 'wanted'],
  ['KexAlgorithms sntrup761x25519-sha512@openssh.com', 'KexAlgorithms', 'required'],
  ['HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com', 'HostKeyAlgorithms', 'required'],
])('%s needs the OpenSSH client', async (line, keyword, weight) => {
  for (const program of CLIENTS) {
    const reasons = clientReasons(await read(`${line}\n`, program));
    expect(reasons).toMatchObject([{ keyword, weight, why: expect.any(String) }]);
  }
});

test.each([
  ['GSSAPIAuthentication', 'yes', '/etc/ssh/ssh_config:53'],
  ['RequiredRSASize', '2048', '/etc/crypto-policies/back-ends/openssh.config:9'],
])('%s is optional in a file of the system, which sets it for every host', (keyword, word, at) => {
  const values = new Map([[keyword, [{ words: [word], at }]]]);
  expect(clientReasons({ values, unevaluated: [] })).toMatchObject([{ weight: 'optional' }]);
});

test('a Match section that only the OpenSSH client evaluates needs it', async () => {
  const reasons = clientReasons(await read('Match exec true\n  Port 99\n', 'no-such-ssh'));
  expect(reasons).toMatchObject([{ keyword: 'Match exec', weight: 'wanted' }]);
});

test('ProxyCommand has no effect if the inventory names the way', async () => {
  expect(clientReasons(await read('ProxyCommand nc %h %p\n', 'no-such-ssh'), true)).toEqual([]);
});

test.each([
  ...['ProxyCommand none', 'Ciphers aes256-ctr', 'ProxyJump bastion', 'GSSAPIAuthentication no'],
  ...['AddressFamily any', 'PasswordAuthentication yes', 'PubkeyAuthentication unbound'],
])('%s does not need the OpenSSH client', async (line) =>
  expect(clientReasons(await read(`${line}\n`, 'no-such-ssh'))).toEqual([]),
);
