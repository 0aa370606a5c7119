import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { raiseAlarm } from '../lab/native/alarm.ts';
import { checkNative } from '../lab/native/check.ts';
import { outputOn } from '../lab/native/access.ts';
import { debian12, nativeHostsOf, type NativeHost } from '../lab/native/hosts.ts';
import { nativePaths, removeNativeHosts } from '../lab/native/lab.ts';
import { nativeEvents, testNativeDeploy, waitUntil, whileWriting } from './support/native.ts';
import { finished, quorate } from './support/quorate.ts';
import { SHORT_FAULTS, testVirtualIp } from './support/virtual-ip.ts';

const MINUTE = 60_000;

/** The services are the real ones, from Debian's packages. */
describe('the native platform on empty hosts of Debian 12', () => {
  afterAll(removeNativeHosts, MINUTE);

  testNativeDeploy(debian12);

  testVirtualIp(SHORT_FAULTS);

  test(
    'restarts of all databases and brokers lose no acknowledged row and no confirmed message',
    async () => {
      const {
        result: ends,
        tallies,
        lost,
      } = await whileWriting(async () => [
        finished(await nativeEvents('restart', '--role', 'database', '--yes')),
        finished(await nativeEvents('restart', '--role', 'broker', '--yes')),
      ]);
      expect(ends.map(({ exitCode, problems }) => ({ exitCode, problems }))).toEqual([
        { exitCode: 0, problems: [] },
        { exitCode: 0, problems: [] },
      ]);
      expect(lost).toEqual([]);
      for (const { acknowledged, longestGapMs } of Object.values(tallies)) {
        expect(acknowledged).toBeGreaterThan(50);
        expect(longestGapMs).toBeLessThan(30_000);
      }
      expect((await checkNative()).filter(({ ok }) => !ok)).toEqual([]);
    },
    8 * MINUTE,
  );

  test(
    'changed settings apply by a reload, or by one restart of each member without a lost row',
    async () => {
      const before = await databaseStates();
      setParameters('work_mem: 24MB');
      const reloaded = finished(await nativeEvents('deploy'));
      const afterReload = await databaseStates();
      setParameters('work_mem: 24MB, shared_buffers: 160MB, max_connections: 120');
      const reported = finished(await nativeEvents('deploy'));
      const { result: reconfigured, lost } = await whileWriting(async () =>
        finished(await nativeEvents('reconfigure', '--yes')),
      );
      const after = await databaseStates();
      const again = finished(await nativeEvents('reconfigure', '--yes'));
      setParameters('work_mem: 24MB, shared_buffers: 160MB, max_connections: 110');
      const smaller = await whileWriting(async () => finished(await nativeEvents('reconfigure', '--yes')));
      const afterwards = await databaseStates();

      expect(reloaded).toMatchObject({ exitCode: 0, problems: [], requires: [] });
      expect(afterReload).toEqual(before.map((state) => ({ ...state, work_mem: '24MB' })));
      expect(reported.requires.map(({ host }) => host).sort()).toEqual(['nat-db1', 'nat-db2', 'nat-db3']);
      expect(reconfigured).toMatchObject({ exitCode: 0, problems: [], requires: [] });
      expect(lost).toEqual([]);
      const applied = { work_mem: '24MB', shared_buffers: '160MB', max_connections: '120', pending: '0' };
      expect(after).toEqual(after.map((state) => ({ ...state, ...applied })));
      expect(after.filter(({ started }, i) => started === before[i]?.started)).toEqual([]);
      expect(again).toMatchObject({ exitCode: 0, counts: { changed: 0 } });
      expect([smaller.result.exitCode, smaller.result.problems, smaller.lost]).toEqual([0, [], []]);
      expect(afterwards.map((state) => state['max_connections'])).toEqual(['110', '110', '110']);
    },
    8 * MINUTE,
  );

  test(
    'new certificates apply to every service without a restart',
    async () => {
      const before = await databaseStates();
      const served = await servedCertificates();
      const renewed = await quorate('certificates', 'issue', nativePaths.inventory, '--renew');
      const deployed = finished(await nativeEvents('deploy'));
      expect([renewed.code, deployed.exitCode, deployed.requires]).toEqual([0, 0, []]);
      await waitUntil(async () => (await servedCertificates()).every((one, i) => one !== served[i]));
      expect(await databaseStates()).toEqual(before);
      expect((await checkNative()).filter(({ ok }) => !ok)).toEqual([]);
    },
    6 * MINUTE,
  );

  test(
    'a process of a connection does not inherit the score by which the kernel spares PostgreSQL itself',
    async () => {
      // A container may only raise a score, so that the test sets another one than the unit.
      const scores = await Promise.all(
        nativeHostsOf('database').map((host) => outputOn(host, ['bash', '-c', OOM_SCORES])),
      );
      expect(scores.map((text) => text.split(/\s+/).filter(Boolean))).toEqual(scores.map(() => ['500', '0']));
    },
    MINUTE,
  );

  test(
    'an alarm of etcd fails the gate, whose commands end it',
    async () => {
      const [first, second] = nativeHostsOf('database');
      await raiseAlarm(second!, 'NOSPACE');
      const failed = await nativeEvents('verify');
      const command = '. /etc/etcd/quorate.env && etcdctl defrag --cluster && etcdctl alarm disarm';
      const text = JSON.stringify(failed);
      expect(finished(failed)).toMatchObject({ exitCode: 5 });
      expect(text).toContain('alarm NOSPACE of nat-db2: etcd refuses writes');
      expect(text).toContain(command);
      await outputOn(first!, ['bash', '-c', command]);
      expect(finished(await nativeEvents('verify'))).toMatchObject({ exitCode: 0 });
    },
    4 * MINUTE,
  );
});

/** Raises the score of PostgreSQL's main process for a moment; prints it, and the score of a new connection's process. */
const OOM_SCORES = `
score=/proc/$(pgrep -xo postgres)/oom_score_adj
former=$(cat $score)
echo 500 >$score
cat $score
runuser -u postgres -- psql -Atc "SELECT pg_read_file('/proc/self/oom_score_adj')"
echo "$former" >$score`;

/** Replaces the parameters of PostgreSQL in the inventory of the lab. */
function setParameters(parameters: string): void {
  const text = readFileSync(nativePaths.inventory, 'utf8');
  const lines = text.split('\n').filter((line) => !line.includes('    parameters: '));
  const at = lines.findIndex((line) => line.includes('  postgresql:')) + 1;
  lines.splice(at, 0, `    parameters: { ${parameters} }`);
  writeFileSync(nativePaths.inventory, lines.join('\n'));
}

const ASKED = ['work_mem', 'shared_buffers', 'max_connections'] as const;

/** Each database's parameters, the number of parameters that wait for a restart, and when PostgreSQL started. */
async function databaseStates(): Promise<readonly Readonly<Record<string, string>>[]> {
  const columns = [
    ...ASKED.map((name) => `current_setting('${name}')`),
    '(SELECT count(*) FROM pg_settings WHERE pending_restart)',
    'pg_postmaster_start_time()',
  ];
  const psql = ['runuser', '-u', 'postgres', '--', 'psql', '-AtF', '|', '-c', `SELECT ${columns.join(', ')}`];
  return Promise.all(
    nativeHostsOf('database').map(async (host) => {
      const values = (await outputOn(host, psql)).trim().split('|');
      return Object.fromEntries([...ASKED, 'pending', 'started'].map((name, i) => [name, values[i] ?? '']));
    }),
  );
}

/** The fingerprint of the certificate of each service on each host. */
async function servedCertificates(): Promise<readonly string[]> {
  const database = nativeHostsOf('database').flatMap((host) => [
    served(host, 5432, '-starttls postgres'),
    served(host, 8008),
    served(host, 2379),
  ]);
  const brokers = nativeHostsOf('broker').flatMap((host) => [served(host, 5671), served(host, 15671)]);
  return Promise.all([...database, ...brokers]);
}

async function served(host: NativeHost, port: number, ...options: readonly string[]): Promise<string> {
  const connect = `openssl s_client -connect ${host.address}:${port} ${options.join(' ')} </dev/null 2>/dev/null`;
  const fingerprint = await outputOn(host, ['bash', '-c', `${connect} | openssl x509 -noout -fingerprint`]);
  return `${host.name}:${port} ${fingerprint.trim()}`;
}
