import { beforeAll, describe, expect, test } from '@jest/globals';
import { checkServices } from '../lab/check.ts';
import { query } from '../lab/check/query.ts';
import { labSecrets } from '../lab/cluster.ts';
import { exec } from '../lab/containers.ts';
import { upExternal } from '../lab/external.ts';
import { externalHosts, hostsOf } from '../lab/hosts.ts';
import { reset } from '../lab/lab.ts';
import { deployed, type Deployed } from './support/deployed.ts';
import { changedSteps, finished } from './support/quorate.ts';

const MINUTE = 60_000;
const hosts = hostsOf('manager');

const sessions = `SELECT DISTINCT usename, client_dn FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
  WHERE ssl AND datname = 'cloudify_db'`;

describe('managers with an external RabbitMQ and an external PostgreSQL that requires client certificates', () => {
  let run: Deployed;

  beforeAll(async () => {
    await reset({ yes: true });
    await upExternal({ yes: true, clientCertificates: true });
    run = await deployed({ name: 'external', external: true, sslClientVerification: true, hosts });
  }, 10 * MINUTE);

  test(
    'form a cluster that the independent check finds healthy',
    async () => {
      expect((await checkServices(hosts)).filter((finding) => !finding.ok)).toEqual([]);
    },
    5 * MINUTE,
  );

  test('are unchanged by a second deploy', () => {
    expect(changedSteps(run.again)).toEqual([]);
    expect(finished(run.again)).toMatchObject({
      exitCode: 0,
      requires: [],
      counts: { changed: 0, failed: 0 },
    });
  });

  test('register both services as external and authenticate to the database with their certificate', async () => {
    const user = `admin:${(await labSecrets()).manager_admin_password}`;
    const api = 'https://198.51.100.31/api/v3.1';
    const queries = ['brokers', 'db-nodes'].map((path) => ({ url: `${api}/${path}`, user }));
    const [brokers, databases] = await query('rabbit1', queries);
    expect(JSON.parse(brokers?.body ?? '')).toMatchObject({ items: [{ name: 'extmq1', is_external: true }] });
    expect(JSON.parse(databases?.body ?? '')).toMatchObject({
      items: [{ host: '198.51.100.51', is_external: true }],
    });
    // Query at once, because an idle connection is closed after some seconds.
    const psql = ['runuser', '-u', 'postgres', '--', 'psql', '-AtXc', sessions];
    expect((await exec('extdb1', psql)).stdout.trim()).toBe('cloudify|/CN=cloudify');
  });

  test('created a tenant through the management interface of the broker', async () => {
    const { stdout } = await exec('extmq1', ['rabbitmqctl', '--quiet', 'list_vhosts']);
    expect(stdout).toContain('rabbitmq_vhost_default_tenant');
  });
});

describe('managers with an external PostgreSQL behind a gateway with account names like those of Azure', () => {
  const two = hosts.slice(0, 2);
  let run: Deployed;

  beforeAll(async () => {
    await reset({ yes: true, hosts: [...two, ...externalHosts].map(({ name }) => name) });
    await upExternal({ yes: true, gateway: true });
    run = await deployed({ name: 'gateway', external: 'behind a gateway', hosts: two });
  }, 10 * MINUTE);

  test('form a cluster; a second deploy changes nothing', async () => {
    expect((await checkServices(two)).filter((finding) => !finding.ok)).toEqual([]);
    expect(finished(run.again)).toMatchObject({
      exitCode: 0,
      requires: [],
      counts: { changed: 0, failed: 0 },
    });
  });

  test('created an account without the server name', async () => {
    const roles = [
      'runuser',
      '-u',
      'postgres',
      '--',
      'psql',
      '-AtXc',
      "SELECT usename FROM pg_user WHERE usename ~ 'cloudify'",
    ];
    expect((await exec('extdb1', roles)).stdout.trim()).toBe('cloudify');
  });
});
