// Options and words of other programs: cspell:ignore nodeps compdef

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must, run } from '../lab/shell.ts';
import { ensureImages } from '../lab/image.ts';
import { startEmpty, type EmptyContainer } from './support/empty-container.ts';
import { cronJob, runAsCronJob } from './support/cron-job.ts';
import { expectCompletion, expectManual, expectRehearsal, INIT } from './support/newcomer.ts';

const MINUTE = 60_000;
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const folder = mkdtempSync(join(tmpdir(), 'quorate-packages-'));
const deb = `quorate_${version}_amd64.deb`;
const rpm = `quorate-${version}-1.x86_64.rpm`;
const tarball = `quorate-${version}-linux-x64.tar.gz`;

const pack = (name: string, ...kinds: readonly string[]): Promise<string> =>
  must(['npm', 'run', '--silent', 'package', '--', '--to', join(folder, name), ...kinds]);

const digests = (name: string): readonly string[] =>
  readdirSync(join(folder, name)).map(
    (file) =>
      `${file} ${createHash('sha256')
        .update(readFileSync(join(folder, name, file)))
        .digest('hex')}`,
  );

beforeAll(async () => {
  await ensureImages({ yes: true, say: console.info });
  await pack('first');
  await pack('second', 'executable', 'tarball', 'deb', 'rpm');
}, 20 * MINUTE);
afterAll(() => rmSync(folder, { recursive: true }));

test('packing twice gives the same bytes', () => {
  expect(digests('first')).toHaveLength(5);
  expect(digests('second')).toEqual(digests('first'));
});

test(
  'the package of Debian has no error and no warning',
  async () => {
    const lintian = await run(['lintian', '--fail-on', 'error,warning', join(folder, 'first', deb)]);
    expect(lintian).toMatchObject({ code: 0, stdout: '' });
  },
  10 * MINUTE,
);

interface Kind {
  readonly kind: string;
  readonly install: (container: EmptyContainer) => Promise<unknown>;
  /** The completion scripts of bash, zsh and fish, and the manual pages; none if the executable comes alone. */
  readonly share?: { readonly root: string; readonly zsh: string };
}

const ZSH = 'zsh/site-functions';
const KINDS: readonly Kind[] = [
  { kind: 'the executable alone', install: ({ root }) => root('cp /packages/quorate /usr/local/bin/') },
  {
    kind: tarball,
    install: ({ newcomer }) =>
      newcomer(`mkdir .local && tar -C .local --strip-components 1 -xzf /packages/${tarball}`),
    share: { root: '/home/newcomer/.local/share', zsh: ZSH },
  },
  {
    kind: deb,
    install: ({ root }) => root(`dpkg --install /packages/${deb}`),
    share: { root: '/usr/share', zsh: 'zsh/vendor-completions' },
  },
  {
    kind: rpm,
    // The libraries are there, but not in the list of rpm, because Debian's packages are not.
    install: ({ program }) => program('rpm', `--install --force-debian --nodeps /packages/${rpm}`),
    share: { root: '/usr/share', zsh: ZSH },
  },
];

describe.each(KINDS)(
  '$kind, in a container that has nothing else and no network',
  ({ kind, install, share }) => {
    let container: EmptyContainer;
    beforeAll(async () => {
      container = await startEmpty(
        `pkg-${KINDS.findIndex((one) => one.kind === kind)}`,
        join(folder, 'first'),
      );
      await install(container);
    }, 5 * MINUTE);
    afterAll(() => container.remove());

    test(
      'takes an account that is not root from nothing to a rehearsed deploy',
      async () => {
        expect(await container.newcomer('quorate --version')).toMatch(
          new RegExp(`^${version}\nnode: [0-9.]+, single executable\nnative crypto of ssh2: no\n$`),
        );
        await expectRehearsal(container);
      },
      5 * MINUTE,
    );

    test('completes commands, playbooks and hosts in bash', () => {
      const installed = share && `source ${share.root}/bash-completion/completions/quorate`;
      return expectCompletion(container, installed ?? 'source <(quorate completion bash)');
    });

    if (share)
      test('has the manual page and the completions of zsh and fish', async () => {
        const { newcomer } = container;
        await expectManual(container, `${share.root}/man`);
        expect(await newcomer(`head -1 ${share.root}/${share.zsh}/_quorate`)).toContain('#compdef quorate');
        const fish = `${share.root}/fish/vendor_completions.d/quorate.fish`;
        expect(await newcomer(`cat ${fish}`)).toContain('complete');
        const licenses = await newcomer(`cat ${share.root}/doc/quorate/THIRD-PARTY-LICENSES`);
        expect(licenses).toContain('node 24');
      });
  },
);

test(
  'the executable answers a prompt of ssh as Node does',
  async () => {
    const program = join(folder, 'answer.cjs');
    await must(['sh', '-c', `echo 'console.log(process.argv.slice(2).join())' > "$1"`, 'sh', program]);
    const output = await must([join(folder, 'first/quorate'), 'run-program', program, 'passphrase']);
    expect(output).toBe('passphrase\n');
  },
  MINUTE,
);

test(
  'the image runs as an account that is not root, also as an account without a name',
  async () => {
    const inImage = (...words: readonly string[]) =>
      must(['docker', 'run', '--rm', '--name', 'pkg-image', '--network', 'none', ...words]);
    const image = `quorate:${version}`;
    expect(await inImage('--entrypoint', 'id', image, '-u')).toBe('1000\n');
    const rehearsed = [
      '--entrypoint',
      'sh',
      image,
      '-c',
      `cd /tmp && ${INIT} && quorate rehearse production`,
    ];
    expect(await inImage(...rehearsed)).toContain('phase load-balancers: done');
    expect(await inImage('--user', '12345', ...rehearsed)).toContain('phase load-balancers: done');
  },
  5 * MINUTE,
);

test(
  'the image runs the commands of the documented CronJob, read-only and with secrets as mounted files',
  async () => {
    const { code, stdout, stderr } = await runAsCronJob(`quorate:${version}`, join(folder, 'cron'));
    // The container has no network: the job has read the inventory and its secrets, and fails because of the hosts only.
    expect([code, stderr]).toEqual([3, expect.stringContaining('cannot connect to 10.20.0.11')]);
    expect(stdout).toContain('production: no drift on 0 hosts');
    expect(cronJob().image).toMatch(/\/quorate:/);
  },
  5 * MINUTE,
);
