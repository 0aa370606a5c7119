import type { Application, NativeSettings } from '../../model/cluster.ts';
import type { PackageSource } from '../../model/host/package-source.ts';
import type { RawInventory } from '../schema/raw.ts';

type RawNative = NonNullable<RawInventory['native']>;

/** Fills in the defaults of the section `native`. */
export function resolveNative(raw: RawNative): NativeSettings {
  const { postgresql, rabbitmq = {}, application, packages = {}, mounts } = raw;
  const source = resolvePackages(packages);
  return {
    ...(source && { packages: source }),
    mounts: listed(mounts, asWritten),
    machineMemory: {
      ...memoryOf('database', postgresql.machine_memory),
      ...memoryOf('broker', rabbitmq.machine_memory),
    },
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

function memoryOf(service: 'database' | 'broker', text: string | undefined) {
  const [, size, unit] = /^(\d+)(MB|GB)$/.exec(text ?? '') ?? [];
  return size === undefined ? {} : { [service]: Number(size) * (unit === 'GB' ? 2 ** 30 : 2 ** 20) };
}

function resolvePackages({
  repository,
  directory,
}: NonNullable<RawNative['packages']>): PackageSource | undefined {
  if (!repository) return directory === undefined ? undefined : { kind: 'directory' };
  const { url, suite, components = ['main'], origin, packages } = repository;
  return {
    kind: 'repository',
    url,
    suite,
    components: listed(components, asWritten),
    ...(origin !== undefined && { origin }),
    packages: listed(packages, asWritten),
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
