import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkServices } from '../lab/check.ts';
import { exec } from '../lab/containers.ts';
import { hostsOf } from '../lab/hosts.ts';
import { reset } from '../lab/lab.ts';
import { deployed, type Deployed } from './support/deployed.ts';
import { changedSteps, finished, quorate } from './support/quorate.ts';

const MINUTE = 60_000;
const hosts = [...hostsOf('database'), ...hostsOf('broker'), ...hostsOf('manager').slice(0, 2)];

describe('5.2 on empty hosts, without a load balancer', () => {
  let run: Deployed;

  beforeAll(async () => {
    await reset({ yes: true });
    const layout = { name: 'release-5.2', version: '5.2.7', hosts };
    run = await deployed(layout, '--playbook', 'playbooks/deploy-overlapped.yaml');
  }, 10 * MINUTE);

  test(
    'forms a cluster that the independent check finds healthy',
    async () => {
      expect((await checkServices(hosts, 404)).filter((finding) => !finding.ok)).toEqual([]);
    },
    2 * MINUTE,
  );

  test("serves what this release's etcd serves: v2 and v3beta, but no v3", async () => {
    const codes = ['/v2/members', '/v3/cluster/member/list', '/v3beta/cluster/member/list'].map(
      async (path) => {
        const url = `https://${hostsOf('database')[0]?.address ?? ''}:2379${path}`;
        const method = path.startsWith('/v2') ? [] : ['-X', 'POST', '-d', '{}'];
        const curl = ['curl', '-sk', '-o', '/dev/null', '-w', '%{http_code}', ...method, url];
        return (await exec('rabbit1', curl)).stdout;
      },
    );
    expect(await Promise.all(codes)).toEqual(['200', '404', '200']);
  });

  test('a second deploy changes nothing, although the install rewrote each config.yaml', async () => {
    expect(changedSteps(run.again)).toEqual([]);
    expect(finished(run.again)).toMatchObject({
      exitCode: 0,
      requires: [],
      counts: { changed: 0, failed: 0 },
    });
    for (const host of ['db2', 'rabbit3', 'manager1']) {
      const { stdout } = await exec(host, ['cat', '/etc/cloudify/config.yaml']);
      expect(stdout).toContain('service_management: supervisord');
    }
  });

  test(
    'plan still reports a manual edit',
    async () => {
      await exec('rabbit2', [
        'sed',
        '-i',
        's/^  use_long_name: .*/  use_long_name: true/',
        '/etc/cloudify/config.yaml',
      ]);
      const { code, stdout } = await quorate('plan', run.inventory, '--output', 'plain');
      expect({ code, stdout }).toMatchObject({ code: 10, stdout: expect.stringContaining('rabbit2') });
    },
    2 * MINUTE,
  );
});
