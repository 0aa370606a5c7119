// Names in the command lines: cspell:ignore ipproto
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { exec, remove } from '../lab/containers.ts';
import { normalDisk, smallDisk } from '../lab/faults.ts';
import { findHost } from '../lab/hosts.ts';
import { up } from '../lab/lab.ts';
import { sleep } from '../lab/shell.ts';
import { INVENTORY, quorate } from './support/quorate.ts';
import { removeVariants, variant } from './support/variant.ts';

const MINUTE = 60_000;
jest.setTimeout(3 * MINUTE);

interface Result {
  readonly host: string;
  readonly check: string;
  readonly state: string;
  readonly seen: string;
  readonly next?: unknown;
}

/** Undoes the faults of a test, the last one first. */
const faults: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const undo of faults.splice(0).reverse()) await undo();
});

/** Runs a shell line on a host, and another one after the test. */
async function fault(host: string, make: string, undo: string): Promise<void> {
  faults.push(() => exec(host, ['sh', '-c', undo]));
  const { code, stderr } = await exec(host, ['sh', '-c', make]);
  if (code !== 0) throw new Error(`${host}: ${make}: ${stderr}`);
}

async function check(inventory: string): Promise<{ code: number; found: readonly Result[]; text: string }> {
  const plain = await quorate('check', inventory);
  const json = await quorate('check', inventory, '--output', 'json');
  if (process.env['SHOW']) process.stdout.write(`\nexit ${plain.code}\n${plain.stdout}${plain.stderr}\n`);
  expect(plain.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const { results } = JSON.parse(json.stdout) as { results: readonly Result[] };
  return {
    code: plain.code,
    found: results.filter(({ state }) => state === 'fail' || state === 'warn'),
    text: plain.stdout.replace(/\n {2,}/g, ' '),
  };
}

const address = (host: string) => findHost(host).address;

/** Drops the answers of a port to one host, as a firewall would. */
const drop = (from: string, to: string, port: number) => {
  const rule = `to ${address(from)} ipproto tcp sport ${port} blackhole`;
  return fault(to, `ip rule add ${rule}`, `ip rule del ${rule}`);
};

let inventory: string;
beforeAll(async () => {
  await up({ yes: true, hosts: ['rabbit4'] });
  const rabbit3 = /( +- \{ name: rabbit3, .*\n)/;
  ({ inventory } = variant('checked', [rabbit3, '$1    - { name: rabbit4, address: 198.51.100.24 }\n']));
  expect((await quorate('certificates', 'issue', inventory)).code).toBe(0);
}, 2 * MINUTE);
afterAll(() => remove(['rabbit4']), MINUTE);
afterAll(removeVariants);

test('a running cluster passes', async () => {
  const { code, found } = await check(INVENTORY);
  expect([code, found.filter(({ state }) => state === 'fail')]).toEqual([0, []]);
});

test('an empty host is tested from its peers, with temporary listeners that end', async () => {
  const { code, found } = await check(inventory);
  // The lab's managers have no program that copies files between them.
  const others = found.filter(({ check: name, seen }) => name === 'peers' && !seen.includes('port 22000'));
  expect([code, others]).toEqual([0, []]);
  const { stdout } = await exec('rabbit4', ['ss', '-ltn']);
  expect(stdout).not.toMatch(/:(4369|5671|15671|25672)\b/);
});

test('names every fault at once, with source, target and fix, and changes nothing', async () => {
  await drop('db1', 'db2', 2380);
  await fault(
    'db3',
    `echo '${address('db1')} wrong.example' | cat - /etc/hosts >/tmp/hosts && cp /etc/hosts /root/hosts && cat /tmp/hosts >/etc/hosts`,
    'cat /root/hosts >/etc/hosts',
  );
  const date = `#!/bin/sh\ncase $1 in -r) exec /bin/date "$@" ;; esac\nexec /bin/date -d "+10 seconds" "$@"\n`;
  await fault(
    'manager1',
    `printf '%s' '${date}' >/usr/local/sbin/date && chmod 755 /usr/local/sbin/date`,
    'rm -f /usr/local/sbin/date',
  );
  faults.push(() => normalDisk('rabbit4', '/opt'));
  await smallDisk('rabbit4', '/opt', 8);
  await fault(
    'rabbit4',
    'systemd-run --unit occupier python3 -m http.server 5671',
    'systemctl stop occupier',
  );
  await sleep(1000);

  const { code, found, text } = await check(inventory);
  expect(code).toBe(5);
  const shown = found.map(({ host, check: name, seen }) => `${host} ${name}: ${seen}`).join('\n');
  expect(shown).toMatch(/^db1 peers: db2 \(198\.51\.100\.12\) port 2380 \(etcd peers\): timed out/m);
  expect(shown).toMatch(/^db3 peer-names: resolves 198\.51\.100\.11 \(db1\) to wrong\.example/m);
  expect(shown).toMatch(/^manager1 clock: its clock is (9|10|11)(\.\d)?s ahead of the other hosts'/m);
  expect(shown).toMatch(/^rabbit4 disk-space: has 8 MB free on \/opt, 1024 MB is needed/m);
  expect(shown).toMatch(/^rabbit4 ports: port 5671 .*held by python3/m);
  expect(found.filter(({ next }) => next === undefined)).toEqual([]);
  expect(text).toContain('allow TCP 2380 from db1 to db2 in the firewalls; on db2: nft list ruleset');
  expect(text).toContain('on rabbit4: df -h /opt');
  expect(text).toContain('on rabbit4: ss -ltnp sport = :5671');
  expect((await exec('rabbit4', ['test', '-e', '/var/lib/quorate'])).code).toBe(1);
});
