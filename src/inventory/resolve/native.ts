import type { Application, NativeSettings } from '../../model/cluster.ts';
import type { RawInventory } from '../schema/raw.ts';

type RawNative = NonNullable<RawInventory['native']>;

/** Fills in the defaults of the section `native`. */
export function resolveNative({ postgresql, rabbitmq = {}, application }: RawNative): NativeSettings {
  return {
    parameters: postgresql.parameters ?? {},
    accounts: listed(postgresql.users, ({ name, attributes, roles }) => ({
      name,
      attributes: listed(attributes, asWritten),
      roles: listed(roles, asWritten),
    })),
    databases: listed(postgresql.databases, asWritten),
    vhosts: listed(rabbitmq.vhosts, asWritten),
    brokerUsers: listed(rabbitmq.users, ({ name, tags, permissions }) => ({
      name,
      tags: listed(tags, asWritten),
      permissions: listed(permissions, ({ vhost, configure = '', write = '.*', read = '.*' }) => ({
        ...{ vhost, configure, write, read },
      })),
    })),
    policies: listed(rabbitmq.policies, ({ apply_to: applyTo = 'queues', priority = 0, ...policy }) => ({
      ...policy,
      ...{ applyTo, priority },
    })),
    ...(application && { application: resolveApplication(application) }),
  };
}

function resolveApplication(raw: NonNullable<RawNative['application']>): Application {
  const { unit, package: name, environment_file: environmentFile, port, health } = raw;
  return {
    unit: unit.replace(/\.service$/, ''),
    ...(name !== undefined && { package: name }),
    ...(environmentFile !== undefined && { environmentFile }),
    port,
    health: { path: health.path, expect: health.expect ?? 200 },
  };
}

/** An invalid item is a hole in its list. Unlike map, flatMap skips it. */
function listed<T, R>(list: readonly T[] | undefined, resolve: (item: T) => R): readonly R[] {
  return (list ?? []).flatMap((item) => [resolve(item)]);
}

function asWritten<T>(item: T): T {
  return item;
}
