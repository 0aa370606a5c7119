import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { must } from '../lab/shell.ts';
import { exec } from '../lab/containers.ts';
import { paths } from '../lab/paths.ts';
import { changedSteps, eventsOf, finished, INVENTORY, quorate } from './support/quorate.ts';

const MINUTE = 60_000;
const CONFIG = '/etc/cloudify/config.yaml';
const edited = join(paths.cluster, 'edited.yaml');

/** Uses the cluster that the demo left. */
describe('a second deploy of the deployed cluster', () => {
  afterAll(() => rmSync(edited, { force: true }));

  test(
    'changes nothing, acquires no lock, and passes each gate once',
    async () => {
      const ended = await quorate('deploy', INVENTORY, '--output', 'json');
      const events = eventsOf(ended);
      expect(finished(events)).toMatchObject({ exitCode: 0, counts: { changed: 0, failed: 0 } });
      expect(events.filter((event) => event.kind.startsWith('lock.'))).toEqual([]);
      expect(
        events
          .flatMap((event) => (event.kind === 'gate.finished' ? [`${event.gate} ${event.outcome}`] : []))
          .sort(),
      ).toEqual([
        'broker-cluster ready',
        'databases-healthy ready',
        'etcd-quorum ready',
        'hosts-ready ready',
        'load-balancer ready',
        'manager-status ready',
        'patroni-leader ready',
      ]);
    },
    3 * MINUTE,
  );

  test(
    'restores exactly the removed and the edited file',
    async () => {
      await exec('db2', ['rm', CONFIG]);
      await exec('rabbit1', ['sed', '-i', '1i # by hand', CONFIG]);
      const events = eventsOf(await quorate('deploy', INVENTORY, '--output', 'json'));
      expect(changedSteps(events)).toEqual(['stage/db2/files', 'stage/rabbit1/files']);
      expect(finished(events)).toMatchObject({ exitCode: 0 });
      expect((await exec('rabbit1', ['head', '-1', CONFIG])).stdout).not.toContain('by hand');
      expect((await exec('db2', ['stat', '-c', '%a %U', CONFIG])).stdout.trim()).toBe('600 root');
    },
    5 * MINUTE,
  );

  test(
    'writes the file of a changed setting, runs nothing, and reports which hosts require reconfigure',
    async () => {
      const text = readFileSync(INVENTORY, 'utf8');
      writeFileSync(
        edited,
        text.replace(/^brokers:\n/m, 'brokers:\n  config: { rabbitmq: { fd_limit: 65536 } }\n'),
      );
      const events = eventsOf(await quorate('deploy', edited, '--output', 'json'));
      expect(changedSteps(events)).toEqual([
        'stage/rabbit1/files',
        'stage/rabbit2/files',
        'stage/rabbit3/files',
      ]);
      const { requires, exitCode } = finished(events);
      expect(exitCode).toBe(0);
      expect(requires.map(({ host }) => host).sort()).toEqual(['rabbit1', 'rabbit2', 'rabbit3']);
      expect(requires[0]?.note).toContain('rabbitmq.fd_limit');
      const again = eventsOf(await quorate('deploy', edited, '--output', 'json'));
      expect(changedSteps(again)).toEqual([]);
      expect(finished(again).requires).toHaveLength(3);
      expect(changedSteps(eventsOf(await quorate('deploy', INVENTORY, '--output', 'json')))).toHaveLength(3);
    },
    8 * MINUTE,
  );
});

describe('other commands on the deployed cluster', () => {
  test(
    'validate, plan and verify report no problem',
    async () => {
      expect(await quorate('validate', INVENTORY)).toMatchObject({ code: 0 });
      expect(await quorate('verify', INVENTORY)).toMatchObject({ code: 0 });
      const plan = await quorate('plan', INVENTORY);
      expect(plan).toMatchObject({ code: 0 });
    },
    3 * MINUTE,
  );

  test(
    'status lists each host with its role in the cluster',
    async () => {
      const { code, stdout } = await quorate('status', INVENTORY, '--output', 'json');
      expect(code).toBe(0);
      for (const host of ['db1', 'db3', 'rabbit2', 'manager3', 'lb1']) expect(stdout).toContain(`"${host}"`);
      expect(stdout).toMatch(/sync replica/);
    },
    3 * MINUTE,
  );

  test(
    'verify exits 5 and names the host and the gate if a broker is down',
    async () => {
      await must(['docker', 'exec', 'rabbit3', 'systemctl', 'stop', 'cloudify-rabbitmq']);
      try {
        const { code, stdout, stderr } = await quorate('verify', INVENTORY, '--output', 'plain');
        expect(code).toBe(5);
        expect(stdout + stderr).toMatch(/rabbit3.*broker-cluster|broker-cluster[^]*rabbit3/);
      } finally {
        await must(['docker', 'exec', 'rabbit3', 'systemctl', 'start', 'cloudify-rabbitmq']);
      }
    },
    4 * MINUTE,
  );
});
