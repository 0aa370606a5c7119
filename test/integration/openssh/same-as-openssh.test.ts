import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterEach, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { OFFERED } from '../../../src/transport/ssh/config/algorithms.ts';
import type { EffectiveHost } from '../../../src/transport/ssh/config/effective.ts';
import { overridden } from '../../../src/transport/ssh/config/overridden.ts';
import { configFiles, configured, effective, hostOf } from '../../unit/transport/ssh-config/files.ts';

jest.setTimeout(120_000);

const made: ReturnType<typeof configFiles>[] = [];
afterEach(() => made.splice(0).forEach(({ remove }) => remove()));

const HOSTS = ['db1', 'db2', 'db1.example.com', '10.0.0.11'];

const setting = fc.constantFrom(
  ...['HostName %h.example.com', 'HostName 10.0.0.99', 'User ops', 'User bob', 'Port 2222', 'Port 22'],
  ...['IdentityFile ~/.ssh/a', 'IdentityFile /srv/b', 'IdentitiesOnly yes', 'IdentitiesOnly no'],
  ...['ProxyJump outer', 'ProxyJump ann@outer:2222,inner', 'ProxyJump none', 'HostKeyAlias alias'],
  ...['UserKnownHostsFile /srv/known "/srv/more known"', 'UserKnownHostsFile /dev/null'],
  ...['HostKeyAlgorithms rsa-sha2-512,ssh-ed25519', 'HostKeyAlgorithms ^rsa-sha2-256'],
  ...['KexAlgorithms -diffie-hellman*', 'Ciphers +aes128-cbc', 'Ciphers aes256-ctr,aes128-ctr'],
  ...['ConnectTimeout 7', 'ConnectTimeout 2m', 'ServerAliveInterval 15', 'ServerAliveCountMax 5'],
  ...['StrictHostKeyChecking no', 'ForwardAgent yes', 'ControlMaster auto', 'ControlPersist yes'],
  ...['Include more', 'Include conf.d/*', '# a comment', ''],
);
const section = fc.constantFrom(
  ...['Host *', 'Host db*', 'Host db1', 'Host * !db1', 'Host *.example.com', 'Host 10.*', 'Host=db2'],
  ...[
    'Match all',
    'Match host db1',
    'Match host *.example.com',
    'Match originalhost db1,db2',
    'Match user ops',
  ],
  ...['Match user ops host db*', 'Match !host db1', 'Match final host *.example.com', 'Match final all'],
);
const text = fc.array(fc.oneof({ weight: 3, arbitrary: setting }, section), { maxLength: 12 });
const included = text.map((lines) => lines.filter((line) => !line.startsWith('Include')).join('\n'));

/** Sorts the algorithms, because a change of the defaults keeps the order that each client prefers. */
function comparable({ address, ssh }: EffectiveHost) {
  const { algorithms = {}, hostKeyAlgorithms = [], ...rest } = ssh;
  return {
    address,
    ...rest,
    algorithms: Object.values(algorithms).flat().sort(),
    hostKeyAlgorithms: [...hostKeyAlgorithms].sort(),
  };
}

test('the parser yields the same settings as ssh -G', async () => {
  const cases = fc.record({
    main: text.map((lines) => lines.map((line) => line.replace(/Include /, 'Include DIRECTORY/')).join('\n')),
    more: included,
    one: included,
    two: included,
    address: fc.constantFrom(...HOSTS),
    user: fc.constantFrom(undefined, 'ops', 'bob'),
  });
  await fc.assert(
    fc.asyncProperty(cases, async ({ main, more, one, two, address, user }) => {
      const config = configFiles({ config: main, more, 'conf.d/1': one, 'conf.d/2': two });
      made.push(config);
      const set =
        user === undefined ? {} : { user, defaults: ['port', 'known_hosts', 'connect_timeout'] as const };
      const host = hostOf(address, set);
      const [openssh, own] = [{ file: config.file, program: 'ssh' as const }, { file: config.file }];
      expect(comparable(await effective(host, own))).toEqual(comparable(await effective(host, openssh)));
      const names = async (from: typeof openssh | typeof own) =>
        overridden(await configured(host, from)).map(({ keyword }) => keyword);
      expect(await names(own)).toEqual(await names(openssh));
    }),
    // Each smaller configuration would start ssh four times.
    { numRuns: 60, endOnFailure: true },
  );
});

test('values of ssh -G have the lines that the parser found', async () => {
  const config = configFiles({
    config: 'Host db1\n  Port 99\n  HostName db1.example.com\n  StrictHostKeyChecking no\n',
  });
  made.push(config);
  const { values } = await configured(hostOf('db1'), { file: config.file, program: 'ssh' });
  const at = (keyword: string) => values.get(keyword)?.[0]?.at;
  expect([at('Port'), at('HostName'), at('StrictHostKeyChecking')]).toEqual(
    [2, 3, 4].map((line) => `${config.file}:${line}`),
  );
});

test('a file that the OpenSSH client rejects is named with its line', async () => {
  const config = configFiles({ config: 'Host db1\n  NoSuchKeyword yes\n' });
  made.push(config);
  await expect(configured(hostOf('db1'), { file: config.file, program: 'ssh' })).rejects.toMatchObject({
    problems: [
      {
        where: config.file,
        what: 'the OpenSSH client cannot read its configuration for db1',
        lines: expect.arrayContaining([expect.stringContaining('line 2')]),
      },
    ],
  });
});

test('Match exec is evaluated by the OpenSSH client', async () => {
  const config = configFiles({ config: 'Match exec "test %h = db1"\n  Port 99\n' });
  made.push(config);
  const { ssh } = await effective(hostOf('db1'), { file: config.file, program: 'ssh' });
  expect(ssh.port).toBe(99);
});

test('the offered algorithms are those that ssh2 offers, without the weak ones', () => {
  const load = createRequire(import.meta.url);
  const constants = load('ssh2/lib/protocol/constants.js') as Record<string, readonly string[]>;
  const offered = Object.values(OFFERED).flat();
  const kinds = ['KEX', 'CIPHER', 'MAC', 'SERVER_HOST_KEY'];
  const defaults = kinds.flatMap((kind) => constants[`DEFAULT_${kind}`] ?? []);
  expect(defaults.filter((name) => !offered.includes(name))).toEqual(['ssh-rsa']);
  expect(offered.filter((name) => !defaults.includes(name))).toEqual([]);
});

test('the OpenSSH client of this machine knows -G', () => {
  expect(execFileSync('ssh', ['-F', 'none', '-G', 'db1'], { encoding: 'utf8', stdio: 'pipe' })).toContain(
    'hostname',
  );
});
