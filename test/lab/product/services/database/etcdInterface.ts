// cspell:ignore etcdserver etcdcluster
import { product } from '../../base/paths.ts';
import { installUnit, removeUnit } from '../../base/systemd.ts';
import type { Settings } from '../../config/settings.ts';

const unit = 'etcd-interface';
/** The port, on the loopback interface, of an etcd that does not serve its clients itself. */
export const HIDDEN_ETCD_PORT = 12379;

/**
 * Releases up to 6.4 call `etcdctl ls` without ETCDCTL_API, so their etcd is 3.3 or older: it serves v2 and /v3beta, but
 * not /v3. The distribution's etcd is 3.4, which serves all three.
 */
export const isEtcd33 = ({ release }: Pick<Settings, 'release'>): boolean =>
  release.etcdInterface === '/v3beta';

/** Installs the unit that serves etcd 3.3's interface. The unit starts and stops together with etcd. */
export async function installEtcdInterface(settings: Settings): Promise<void> {
  await installUnit(unit, {
    description: 'Client interface of etcd 3.3',
    user: 'etcd',
    command: `/usr/bin/node ${product}/lib/etcd_interface.cjs 127.0.0.1 ${settings.manager.private_ip}`,
    unit: ['BindsTo=etcd.service'],
  });
}

export const removeEtcdInterface = () => removeUnit(unit);

/** Line in etcd's unit that starts the interface together with etcd. */
export const WANTS_INTERFACE = `Wants=${unit}.service`;

interface OwnAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Returns the answers in which 3.3 differs from 3.4; undefined if both answer alike. */
export function answerOf33(url: string): OwnAnswer | undefined {
  if (url.startsWith('/v3/')) return { status: 404, type: 'text/plain', body: '404 page not found\n' };
  if (url === '/version')
    return {
      status: 200,
      type: 'application/json',
      body: JSON.stringify({ etcdserver: '3.3.11', etcdcluster: '3.3.0' }),
    };
  return undefined;
}
