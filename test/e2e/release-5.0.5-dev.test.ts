import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkCluster } from '../lab/check.ts';
import { exec } from '../lab/containers.ts';
import { reset } from '../lab/lab.ts';
import { deployed, type Deployed } from './support/deployed.ts';
import { changedSteps, finished } from './support/quorate.ts';

const MINUTE = 60_000;
const CONFIG = '/etc/cloudify/config.yaml';
const text = async (host: string, ...argv: string[]) => (await exec(host, argv)).stdout;

describe('5.0.5-dev, the release of the specification, on ten empty hosts', () => {
  let run: Deployed;

  beforeAll(async () => {
    await reset({ yes: true });
    const layout = { name: 'release-5.0.5-dev', version: '5.0.5-dev' };
    run = await deployed(layout, '--playbook', 'playbooks/deploy-overlapped.yaml');
  }, 10 * MINUTE);

  test(
    'forms a cluster that the independent check finds healthy',
    async () => {
      const findings = await checkCluster(undefined, 404);
      expect(findings.filter((finding) => !finding.ok)).toEqual([]);
      expect(findings.length).toBeGreaterThan(15);
    },
    5 * MINUTE,
  );

  test('a second deploy changes nothing, although the install rewrote each config.yaml', async () => {
    expect(changedSteps(run.again)).toEqual([]);
    expect(finished(run.again)).toMatchObject({
      exitCode: 0,
      requires: [],
      counts: { changed: 0, failed: 0 },
    });
    expect(await text('manager1', 'cat', CONFIG)).toContain('server_password: <removed>');
    expect(await text('db1', 'cat', CONFIG)).toContain('usage_collector:');
  });

  test('accepts only the command names of its own release', async () => {
    const list = await exec('rabbit1', ['cfy_manager', 'brokers-list']);
    expect(list.stdout).toMatch(/rabbit@rabbit3 .*True/);
    expect((await exec('db1', ['cfy_manager', 'db-node-list'])).code).toBe(0);
    for (const command of [
      ['brokers', 'list'],
      ['dbs', 'list'],
      ['install', '-c', CONFIG],
    ])
      expect((await exec('rabbit1', ['cfy_manager', ...command])).code).toBe(2);
  });

  test('rejects the rewritten config.yaml, because a password is removed from it', async () => {
    const addresses = ['--private-ip', '198.51.100.31', '--public-ip', '198.51.100.31'];
    const { code, stdout } = await exec('manager1', ['cfy_manager', 'validate', ...addresses]);
    expect(code).toBe(1);
    expect(stdout).toContain("Locations: ['postgresql_client.server_password']");
  });
});
