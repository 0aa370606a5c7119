import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import { SECRET_NAMES, type SecretName } from '../../../model/material.ts';
import type { NeededSecret, SecretReader } from '../../inventory-platform.ts';
import type { Release } from './releases.ts';
import { releaseOf } from './versions.ts';

/**
 * The readers of a secret: the roles whose config.yaml has it (docs/cloudify-facts.md 2.5), or Quorate; and a further
 * condition.
 */
interface Need {
  readonly by: readonly SecretReader[];
  readonly when?: (release: Release, cluster: Cluster) => boolean;
}

const monitored = (release: Release, cluster: Cluster): boolean => release.monitoring && cluster.monitoring;

const NEEDS: Readonly<Record<SecretName, Need>> = {
  postgres_password: { by: ['database', 'manager'] },
  replicator_password: { by: ['database'] },
  patroni_rest_password: { by: ['database'] },
  etcd_root_password: { by: ['database'] },
  etcd_patroni_password: { by: ['database'] },
  etcd_token: { by: ['database'] },
  cloudify_db_password: { by: ['manager'] },
  rabbitmq_password: { by: ['broker', 'manager'] },
  erlang_cookie: { by: ['broker'] },
  manager_admin_password: { by: ['manager'] },
  monitoring_password: { by: ['database', 'broker', 'manager'], when: monitored },
  db_monitoring_password: { by: ['database'], when: monitored },
  receipt_key: { by: ['quorate'] },
};

/** Returns the secrets that a cluster needs, each with its readers. Skips roles without hosts and disabled features. */
export function neededSecrets(cluster: Cluster): readonly NeededSecret[] {
  const release = releaseOf(cluster.version);
  return SECRET_NAMES.flatMap((name) => {
    const { by, when } = NEEDS[name];
    const readers = by.filter((reader) => reader === 'quorate' || hostsOf(cluster, reader).length > 0);
    const off = when && !(release && when(release, cluster));
    return off || readers.length === 0 ? [] : [{ name, by: readers }];
  });
}
