import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { command } from '../../../src/cli/arguments/command.ts';
import type { CommandHandler } from '../../../src/cli/arguments/command.ts';
import { main } from '../../../src/cli/main.ts';
import { DEPLOY_FLAGS } from '../../../src/cli/arguments/flags.ts';
import { GateError, UsageError } from '../../../src/errors/errors.ts';
import { sectionWith, TEXTS } from './commands.ts';
import { fakeEdges } from './edges.ts';

type Args = Parameters<
  CommandHandler<{ inventory: string; output: string; verbose: boolean; playbook?: string | undefined }>
>[0];

/** A command with the real flags and the work of a test. */
function commandThat(work: (args: Args) => Promise<number>) {
  return command({
    name: 'deploy',
    ...TEXTS,
    flags: DEPLOY_FLAGS,
    load: async () => work,
  });
}

async function run(argv: readonly string[], work: (args: Args) => Promise<number> = async () => 0) {
  const fake = fakeEdges();
  const code = await main(argv, fake.edges, sectionWith(commandThat(work)));
  return { code, stdout: fake.stdout(), stderr: fake.stderr() };
}

test('reports a directory that this machine cannot create as a problem, not as a bug', async () => {
  const { code, stderr } = await run(['deploy', 'x.yaml'], async () => {
    await mkdir('/proc/nope/deeper');
    return 0;
  });
  expect(code).toBe(2);
  expect(stderr).toContain('/proc/nope');
  expect(stderr).not.toContain('a bug');
});

describe('the command line', () => {
  test.each(['--version', '-V'])(
    '%s prints the version of the package, of Node and whether ssh2 is compiled',
    async (flag) => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
      const { code, stdout, stderr } = await run([flag]);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout.split('\n')).toEqual([
        version,
        `node: ${process.versions.node}`,
        expect.stringMatching(/^native crypto of ssh2: (yes|no)$/),
        '',
      ]);
    },
  );

  test('passes flags and their defaults to the command', async () => {
    const seen: Args[] = [];
    const work = async (args: Args) => (seen.push(args), 0);
    await run(['deploy', 'i.yaml'], work);
    await run(
      ['deploy', 'i.yaml', '--output', 'plain', '--output', 'json', '--accept-new-host-keys', '--verbose'],
      work,
    );
    expect(seen[0]).toMatchObject({
      inventory: 'i.yaml',
      output: 'auto',
      verbose: false,
      acceptNewHostKeys: false,
    });
    expect(seen[1]).toMatchObject({ output: 'json', verbose: true, acceptNewHostKeys: true });
  });

  test('exits with the exit code of the command', async () => {
    expect(await run(['deploy', 'i.yaml'], async () => 10)).toMatchObject({
      code: 10,
      stdout: '',
      stderr: '',
    });
  });

  test.each([
    [[], 'missing command'],
    [['depoly', 'i.yaml'], 'unknown command "depoly": did you mean "deploy"?'],
    [['upgrade', 'i.yaml'], 'this version of Quorate has no command upgrade yet'],
    [['deploy'], 'missing argument: INVENTORY'],
    [['deploy', 'i.yaml', 'j.yaml'], 'unexpected argument "j.yaml"'],
    [['deploy', 'i.yaml', '--otput', 'json'], 'unknown option "--otput": did you mean "--output"?'],
    [['deploy', 'i.yaml', '--no-such-thing'], 'unknown option "--no-such-thing"'],
    [['deploy', 'i.yaml', '--only-hosts=db1'], 'unknown option "--only-hosts"'],
    [['deploy', 'i.yaml', '-xy'], 'unknown option "-xy"'],
    [['deploy', 'i.yaml', '--output', 'xml'], '--output cannot be "xml"'],
    [['deploy', 'i.yaml', '--playbook'], '--playbook requires a value'],
    [['deploy', 'i.yaml', '--playbook', '--verbose'], '--playbook requires a value'],
    [['deploy', 'i.yaml', '--until', 'x', '--plan', 'y'], '--plan and --until cannot be combined'],
    [['--verbose'], 'missing command'],
  ])('refuses %j with exit code 2: %s', async (argv, what) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', what]);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  });

  test.each([
    [['deploy', 'i.yaml', '--foo'], 'quorate deploy --help'],
    [['deploy', 'i.yaml', 'j.yaml'], 'quorate deploy --help'],
    [['deploy', 'i.yaml', '--playbook'], 'quorate deploy --help'],
    [['depoly'], 'quorate --help'],
  ])('%j points to the help that answers: %s', async (argv, next) => {
    expect((await run(argv)).stderr).toContain(`\n  next: ${next}\n`);
  });

  test('suggests the commands of which the operator typed a part', async () => {
    const unknown = async (...argv: readonly string[]) => {
      const fake = fakeEdges();
      expect(await main(argv, fake.edges)).toBe(2);
      return fake.stderr().replace(/\s+/g, ' ');
    };
    expect(await unknown('remove', 'i.yaml', 'db3')).toContain(
      'unknown command "remove": did you mean "remove-database", "remove-broker", "remove-manager" or "remove-load-balancer"?',
    );
    expect(await unknown('issue', 'i.yaml')).toContain('did you mean "certificates issue"?');
  });

  test('reports all faults of a command line together', async () => {
    const { stderr } = await run(['deploy', '--otput', 'json', '--output=xml']);
    expect(stderr).toContain('unknown option "--otput"');
    expect(stderr).toContain('--output cannot be "xml"');
    expect(stderr).toContain('missing argument: INVENTORY');
  });

  test.each([[['deploy', '--help']], [['deploy', '-h', 'i.yaml', '--nonsense']]])(
    '%j prints the help of the command',
    async (argv) => {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('quorate deploy [inventory]');
      expect(stdout).not.toContain('[required]');
      expect(stdout).toContain('[choices: "auto", "plain", "json"] [default: "auto"]');
    },
  );

  test('suggests only options of the given command', async () => {
    const other = command({
      name: 'other',
      ...TEXTS,
      flags: { otput: { type: 'string' } },
      load: async () => async () => 0,
    });
    const fake = fakeEdges();
    const commands = sectionWith(
      commandThat(async () => 0),
      other,
    );
    expect(await main(['deploy', 'i.yaml', '--otput', 'x'], fake.edges, commands)).toBe(2);
    expect(fake.stderr()).toContain('unknown option "--otput": did you mean "--output"?');
  });

  test('names every unknown option', async () => {
    const { stderr } = await run(['deploy', 'i.yaml', '--some-thing', '--verbos']);
    expect(stderr).toContain('unknown option "--some-thing"');
    expect(stderr).toContain('unknown option "--verbos": did you mean "--verbose"?');
    expect(stderr).not.toContain('someThing');
  });
});

describe('grouped commands', () => {
  const seen: unknown[] = [];
  const take = command({
    name: 'take',
    ...TEXTS,
    flags: {},
    positionals: { inventory: { describe: 'i' }, files: { describe: 'f', many: true } },
    load: async () => async (args) => (seen.push([args.inventory, ...args.files]), 0),
  });
  const make = command({
    name: 'make',
    ...TEXTS,
    flags: {},
    positionals: { directory: { describe: 'd' }, title: { describe: 't', optional: true } },
    load: async () => async (args) => (seen.push(args.directory), 0),
  });
  const below = async (...argv: string[]) => {
    const fake = fakeEdges();
    const things = { name: 'things', summary: 'for a test', commands: [take, make] };
    return { code: await main(argv, fake.edges, sectionWith(things)), ...fake };
  };

  test('receive their arguments; the last one takes all that remain', async () => {
    expect((await below('things', 'take', 'i.yaml', 'a', 'b')).code).toBe(0);
    expect((await below('things', 'make', 'd')).code).toBe(0);
    expect(seen).toEqual([['i.yaml', 'a', 'b'], 'd']);
  });

  test.each([
    [['things'], '"quorate things" requires a subcommand', 'one of take, make'],
    [['things', 'tale'], 'unknown command "things tale": did you mean "take"?', 'quorate things --help'],
    [['things', 'take'], 'missing argument: INVENTORY', 'add it: quorate things take INVENTORY FILES'],
    [['things', 'take', 'i.yaml'], 'missing argument: FILES', 'add it: quorate things take i.yaml FILES'],
    [['things', 'make'], 'missing argument: DIRECTORY', 'add it: quorate things make DIRECTORY [TITLE]'],
  ])('refuse %j: %s', async (argv, what, next) => {
    const { code, stderr } = await below(...argv);
    expect([code, stderr()]).toEqual([2, `${what}\n  next: ${next}\n`]);
  });

  test('are listed by --help', async () => {
    expect((await below('things', '--help')).stdout()).toContain('quorate things take <inventory>');
  });
});

describe('an error', () => {
  test('is printed problem by problem and sets its own exit code', async () => {
    const error = new GateError([
      { where: 'db2', what: 'gate etcd-quorum not reached', next: 'look at its log' },
      { where: 'db3', what: 'gate etcd-quorum not reached' },
    ]);
    const { code, stderr } = await run(['deploy', 'i.yaml'], () => Promise.reject(error));
    expect(code).toBe(5);
    expect(stderr).toBe(
      'db2: gate etcd-quorum not reached\n  next: look at its log\n\ndb3: gate etcd-quorum not reached\n',
    );
  });

  test('is colored on a terminal', async () => {
    const fake = fakeEdges({ tty: true });
    const failing = commandThat(() => Promise.reject(new UsageError([{ what: 'bad' }])));
    await main(['deploy', 'i.yaml'], fake.edges, sectionWith(failing));
    expect(fake.stderr()).toContain('\u001b[31mbad');
  });

  test('that is not a QuorateError is a bug: exit code 1, a stack only with --verbose', async () => {
    const bug = () => Promise.reject(new Error('cannot read x of undefined'));
    const short = await run(['deploy', 'i.yaml'], bug);
    expect(short.code).toBe(1);
    expect(short.stderr).toContain('a bug in quorate: cannot read x of undefined');
    expect(short.stderr).not.toContain('main.test.ts');
    const long = await run(['deploy', 'i.yaml', '--verbose'], bug);
    expect(long.stderr).toContain('main.test.ts');
  });

  test('is a bug too if a plain string is thrown', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    const { code, stderr } = await run(['deploy', 'i.yaml'], () => Promise.reject('just text'));
    expect([code, stderr.split('\n')[0]]).toEqual([1, 'a bug in quorate: just text']);
  });
});
