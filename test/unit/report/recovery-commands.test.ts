import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { Recovery } from '../../../src/model/health/recovery.ts';
import type { HostName } from '../../../src/model/names.ts';
import { printable } from '../../../src/model/rendered.ts';
import { knownRelease } from '../../../src/platforms/cloudify/product/versions.ts';
import { recoverySteps } from '../../../src/platforms/cloudify/recovery.ts';
import { adviceText } from '../../support/advised.ts';
import { having, ofRelease } from '../platforms/cloudify/fixture.ts';

describe('commands that fit the release and the names of the members', () => {
  const commands = (
    of: Cluster,
    service: 'database' | 'broker',
    [kept = '', ...unreachable]: readonly HostName[],
  ) => {
    const votes = { members: 3, healthy: 1, quorum: 2, left: 1 };
    const recovery = {
      service,
      state: 'minority',
      votes,
      left: [kept],
      unreachable,
      lost: [],
    } as unknown as Recovery;
    return recoverySteps(of, recovery).map(({ run }) => printable(adviceText(run)));
  };
  const databases = ['db1', 'db2', 'db3'];
  const brokers = ['rabbit1', 'rabbit2', 'rabbit3'];
  const SUPERVISED = '/etc/supervisord.d/etcd.cloudify.conf';

  test.each(['5.2.0', '5.2.6', '6.0.0', '6.1.0', '6.2.1'])(
    'on %s, etcd is forced in the configuration of supervisord, which etcd.conf does not reach',
    (version) => {
      const printed = commands(ofRelease(version), 'database', databases);
      expect(printed.join('\n')).not.toContain('/etc/etcd/etcd.conf');
      const start = printed.findIndex((run) => run.includes('cfy_manager start'));
      expect(printed.slice(start - 1, start + 3)).toEqual([
        `sudo sed -i 's/^environment=/&ETCD_FORCE_NEW_CLUSTER="true",/' ${SUPERVISED}`,
        'sudo cfy_manager start -v',
        `sudo sed -i 's/ETCD_FORCE_NEW_CLUSTER="true",//' ${SUPERVISED}`,
        'sudo supervisorctl -c /etc/supervisord.conf update etcd',
      ]);
    },
  );

  test.each(['5.1.4', '5.2.7', '6.3.0', '6.4.2', '7.0.4'])(
    'on %s, etcd is forced in etcd.conf',
    (version) => {
      expect(commands(ofRelease(version), 'database', databases)).toContain(
        'echo ETCD_FORCE_NEW_CLUSTER=true | sudo tee -a /etc/etcd/etcd.conf',
      );
    },
  );

  test('the edits of the configuration of supervisord are the reverse of each other', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'quorate-recovery-')), 'etcd.cloudify.conf');
    const text = '[program:etcd]\nenvironment=\n    HOME="/var/lib/etcd",\n    USER="etcd",\n';
    writeFileSync(file, text);
    const edits = commands(ofRelease('6.2.1'), 'database', databases).filter((run) => run.includes('sed'));
    const edit = (run = '') => execFileSync('sh', ['-c', run.replace('sudo ', '').replace(SUPERVISED, file)]);
    edit(edits[0]);
    expect(readFileSync(file, 'utf8')).toContain('\nenvironment=ETCD_FORCE_NEW_CLUSTER="true",\n    HOME=');
    edit(edits[1]);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('brokers have the name in the registry, not the name in the inventory', () => {
    const renamed = having(
      'rabbit2',
      { hostname: 'rabbit-node-2' },
      having('rabbit3', { hostname: 'mq3.example.com' }),
    );
    const printed = commands(renamed, 'broker', brokers);
    expect(printed.filter((run) => run.includes('cfy cluster'))).toEqual([
      'sudo cfy cluster brokers remove rabbit-node-2',
      'sudo cfy cluster brokers remove mq3',
    ]);
    const long = { ...renamed, brokerLongNames: true };
    expect(commands(long, 'broker', brokers)).toContain('sudo cfy cluster brokers remove mq3.example.com');
  });

  test('only 5.1.0 lacks `cfy cluster db-nodes update`', () => {
    const has = (version: string) => knownRelease(ofRelease(version).version).databaseNodesUpdate;
    expect(['5.1.0', '5.1.1', '5.1.4', '5.2.0', '7.0.0'].map(has)).toEqual([false, true, true, true, true]);
  });
});
