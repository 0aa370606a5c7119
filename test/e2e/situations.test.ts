import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519Pair } from '../lab/ed25519.ts';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exec, remove } from '../lab/containers.ts';
import { kill, normalDisk, powerOn, smallDisk } from '../lab/faults.ts';
import { up } from '../lab/lab.ts';
import { paths } from '../lab/paths.ts';
import { sleep, until } from '../lab/shell.ts';
import { INVENTORY, quorate } from './support/quorate.ts';
import { issueInstead, removeVariants, variant } from './support/variant.ts';
import { unwipe, wipe } from './support/wiped.ts';

const MINUTE = 60_000;
const YEAR = 365 * 86_400_000;

/** Exit code and printed problems of a run. */
interface Result {
  readonly code: number;
  readonly text: string;
}

async function deploy(inventory: string): Promise<Result> {
  const { code, stdout, stderr } = await quorate('deploy', inventory, '--output', 'plain');
  if (process.env['SHOW'])
    process.stdout.write(`\n${expect.getState().currentTestName}: exit ${code}\n${stdout}${stderr}\n`);
  return { code, text: problemsIn(stdout + stderr) };
}

/** Removes the progress lines, which start with a time, and joins the wrapped lines of each problem. */
function problemsIn(printed: string): string {
  const lines = printed.split('\n').filter((line) => !/^\d\d:\d\d /.test(line));
  expect(lines.filter((line) => line.length > 80 && !line.startsWith('Files of this run'))).toEqual([]);
  return lines.join('\n').replace(/\n {2,}(?!(why|next): |\| )/g, ' ');
}

jest.setTimeout(MINUTE);
afterAll(removeVariants);

describe('before any host is contacted, exit code 2', () => {
  test('an expired certificate', async () => {
    const expired = variant('expired');
    const validity = { from: Date.now() - 2 * YEAR, to: Date.now() - YEAR };
    const names = { addresses: ['198.51.100.12'], hostnames: ['db2'] };
    await issueInstead(expired, 'db2', { names, validity });
    const { code, text } = await deploy(expired.inventory);
    expect(code).toBe(2);
    expect(text).toMatch(/db2\.crt: the certificate of db2 expired on/);
    expect(text).toMatch(/next: +quorate certificates issue \S+/);
  });

  test('a certificate without the address of its host', async () => {
    const nameless = variant('nameless');
    await issueInstead(nameless, 'rabbit2', { names: { addresses: ['127.0.0.1'], hostnames: ['rabbit2'] } });
    const { code, text } = await deploy(nameless.inventory);
    expect(code).toBe(2);
    expect(text).toMatch(/rabbit2\.crt: the certificate of rabbit2 does not name 198\.51\.100\.22/);
    expect(text).toMatch(/next: +quorate certificates issue \S+/);
  });
});

describe('a host that cannot be used over SSH, exit code 3', () => {
  test('a wrong key', async () => {
    const wrong = variant('wrong-key', [/(identity: )\/.*/, '$1another_key']);
    const pair = ed25519Pair('another');
    writeFileSync(join(wrong.directory, 'another_key'), `${pair.private}\n`, { mode: 0o600 });
    const { code, text } = await deploy(wrong.inventory);
    expect(code).toBe(3);
    expect(text).toMatch(/db1, db2, [^:]*lb1: authentication failed for operator@198\.51\.100\.11/);
    expect(text).toMatch(/why: +key \S+another_key: rejected by the host/);
    expect(text).toMatch(
      /next: +authorize the key on the host:\s+ssh-copy-id\s+-i\s+\S+another_key\s+-p\s+22\s+operator@198\.51\.100\.11/,
    );
  });

  test('a changed host key', async () => {
    const changed = variant('changed-host-key', [/(known_hosts: ).*/, '$1known_hosts']);
    const [, other = ''] = /^db1,\S+ (.*)$/m.exec(readFileSync(paths.knownHosts, 'utf8')) ?? [];
    const known = readFileSync(paths.knownHosts, 'utf8').replace(/^(db2,\S+) .*$/m, `$1 ${other}`);
    writeFileSync(join(changed.directory, 'known_hosts'), known);
    const { code, text } = await deploy(changed.inventory);
    expect(code).toBe(3);
    expect(text).toMatch(/db2: the host key has changed: SHA256:/);
    expect(text).toMatch(/why: +the host was reinstalled, another host has its address, or an attacker/);
    expect(text).toMatch(/next: +if the host was reinstalled: ssh-keygen -R \S*198\.51\.100\.12\S* -f /);
  });

  test('a sudo that asks for a password', async () => {
    const asking = variant('asking', [/user: operator/, 'user: cautious']);
    const { code, text } = await deploy(asking.inventory);
    expect(code).toBe(3);
    expect(text).toMatch(
      /db1, [^:]*manager1, [^:]*lb1: sudo requires the password of cautious, which is not set/,
    );
    expect(text).toMatch(
      /why: +sudoers has no NOPASSWD for this account, and the inventory has no `ssh\.become\.password`/,
    );
    expect(text).toMatch(/next: +set `ssh\.become\.password` in the inventory, or allow NOPASSWD/);
  });

  test(
    'a host that is down',
    async () => {
      const hasty = variant('hasty', [/(user: operator)/, '$1\n  connect_timeout: 3']);
      await kill('lb1');
      try {
        const { code, text } = await deploy(hasty.inventory);
        expect(code).toBe(3);
        expect(text).toMatch(
          /lb1: cannot connect to 198\.51\.100\.41 port 22: no answer .*, tried \d+ times/,
        );
        expect(text).toMatch(/why: +no answer; the host is down/);
        expect(text).toMatch(/next: +ssh -v -i \S+ -p 22 operator@198\.51\.100\.41/);
      } finally {
        await powerOn('lb1');
      }
    },
    2 * MINUTE,
  );
});

describe('an empty host that is added by hand', () => {
  let inventory: string;

  beforeAll(async () => {
    await up({ yes: true, hosts: ['rabbit4'] });
    const rabbit3 = /( +- \{ name: rabbit3, .*\n)/;
    ({ inventory } = variant('more', [rabbit3, '$1    - { name: rabbit4, address: 198.51.100.24 }\n']));
    expect((await quorate('certificates', 'issue', inventory)).code).toBe(0);
  }, MINUTE);

  afterAll(() => remove(['rabbit4']), MINUTE);

  test('with a full disk, exit code 5', async () => {
    await smallDisk('rabbit4', '/opt', 8);
    try {
      const { code, text } = await deploy(inventory);
      expect(code).toBe(5);
      expect(text).toMatch(
        /rabbit4: gate hosts-ready did not pass.*has 8 MB free on \/opt, 1024 MB is needed/,
      );
      expect(text).toMatch(/next: +on rabbit4: df -h \/opt/);
    } finally {
      await normalDisk('rabbit4', '/opt');
    }
  });

  test('with an occupied port, exit code 5', async () => {
    const listen = ['python3', '-m', 'http.server', '5671'];
    await exec('rabbit4', ['systemd-run', '--unit', 'occupier', ...listen]);
    try {
      await sleep(1000);
      const { code, text } = await deploy(inventory);
      expect(code).toBe(5);
      expect(text).toMatch(/rabbit4: gate hosts-ready did not pass.*port 5671 .*held by python3/);
      expect(text).toMatch(/next: +on rabbit4: ss -ltnp/);
    } finally {
      await exec('rabbit4', ['systemctl', 'stop', 'occupier']);
    }
  });

  test('exits 7, suggests add-broker, and writes nothing to the host', async () => {
    const { code, text } = await deploy(inventory);
    expect(code).toBe(7);
    expect(text).toMatch(/rabbit4: not installed, although the broker cluster is already bootstrapped/);
    expect(text).toMatch(/why: +not listed by .*rabbit1, rabbit2, rabbit3/);
    expect(text).toMatch(/next: +quorate add-broker \S+\s+rabbit4/);
    expect((await exec('rabbit4', ['test', '-e', '/etc/cloudify'])).code).toBe(1);
    const plan = await quorate('plan', inventory);
    expect(plan.code).toBe(7);
    expect(plan.stderr).toMatch(/quorate add-broker \S+\s+rabbit4/);
  });
});

describe('a running cluster, exit code 5 or 7', () => {
  afterEach(async () => {
    await until('the cluster is healthy', 90, async () =>
      (await quorate('verify', INVENTORY)).code === 0 ? true : undefined,
    );
  }, 2 * MINUTE);

  test(
    'a manager whose database password is wrong',
    async () => {
      const config = '/opt/manager/cloudify-rest.conf';
      await exec('manager2', ['cp', '-p', config, '/root/right.conf']);
      const wrong = 's/("postgresql_password": *")[^"]*/\\1wrong/';
      await exec('manager2', ['sed', '-i', '-E', wrong, config]);
      await exec('manager2', ['systemctl', 'restart', 'cloudify-restservice']);
      try {
        await sleep(3000);
        const { code, text } = await deploy(INVENTORY);
        expect(code).toBe(5);
        expect(text).toMatch(/manager2: gate manager-status did not pass/);
        expect(text).toMatch(/password authentication failed for user "cloudify"/);
        expect(text).toMatch(/next: +compare the password of cloudify/);
      } finally {
        await exec('manager2', ['mv', '/root/right.conf', config]);
        await exec('manager2', ['systemctl', 'restart', 'cloudify-restservice']);
      }
    },
    3 * MINUTE,
  );

  test(
    'a broker with a stale Erlang cookie',
    async () => {
      const cookie = '/var/lib/rabbitmq/.erlang.cookie';
      await exec('rabbit3', ['systemctl', 'stop', 'cloudify-rabbitmq']);
      await exec('rabbit3', ['cp', '-p', cookie, '/root/right.cookie']);
      await exec('rabbit3', ['sh', '-c', `chmod u+w ${cookie}; printf STALE > ${cookie}`]);
      await exec('rabbit3', ['systemctl', 'start', '--no-block', 'cloudify-rabbitmq']);
      try {
        await sleep(10_000);
        const { code, text } = await deploy(INVENTORY);
        expect(code).toBe(5);
        expect(text).toMatch(/rabbit3: gate broker-cluster did not pass/);
        expect(text).toMatch(/rabbit3 has a different Erlang cookie than the other brokers/);
        expect(text).toMatch(/next: +copy \S+\.erlang\.cookie from another broker to rabbit3/);
      } finally {
        await exec('rabbit3', ['cp', '-p', '/root/right.cookie', cookie]);
        await exec('rabbit3', ['systemctl', 'restart', '--no-block', 'cloudify-rabbitmq']);
      }
    },
    3 * MINUTE,
  );

  test(
    'a wiped first broker and a wiped database bootstrap nothing; the hint is replace-host for both',
    async () => {
      await Promise.all([wipe('rabbit1', 'broker'), wipe('db3', 'database')]);
      try {
        const { code, text } = await deploy(INVENTORY);
        expect(code).toBe(7);
        expect(text).toMatch(/rabbit1: not installed, although the broker cluster is already bootstrapped/);
        expect(text).toMatch(/db3: not installed, although the database cluster is already bootstrapped/);
        for (const host of ['rabbit1', 'db3']) {
          expect(text).toMatch(new RegExp(`next: +quorate replace-host \\S+\\s+${host}`));
          expect((await exec(host, ['test', '-e', '/etc/cloudify'])).code).toBe(1);
        }
      } finally {
        await Promise.all([unwipe('rabbit1', 'broker'), unwipe('db3', 'database')]);
      }
    },
    2 * MINUTE,
  );
});
