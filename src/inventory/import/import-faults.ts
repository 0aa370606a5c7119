import type { InventoryFinding } from '../problems.ts';
import { PACKAGE_KEYS, importedRelease, sectionOf } from './cluster-config.ts';
import type { ClusterConfig } from './cluster-config.ts';

/** Returns every fault of the file without which no inventory can be written. */
export function importFaults(config: ClusterConfig): readonly InventoryFinding[] {
  return [...layoutFaults(config), ...machineFaults(config), ...releaseFaults(config)];
}

const NINE = 'describe nine machines: manager-1 to 3, postgresql-1 to 3 and rabbitmq-1 to 3';
/** With an external database. */
const SIX = 'describe six machines: manager-1 to 3 and rabbitmq-1 to 3';

function layoutFaults({ machines, source }: ClusterConfig): readonly InventoryFinding[] {
  if (machines.some((machine) => sectionOf(machine) !== undefined)) return [];
  return [
    {
      at: ['existing_vms'],
      part: 'key',
      what: `${machines.join(', ')}: each machine carries all services, which Quorate does not support for Cloudify`,
      next: source.document.has('external_db_configuration') ? SIX : NINE,
    },
  ];
}

function machineFaults({ machines, values }: ClusterConfig): readonly InventoryFinding[] {
  const known = machines.some((machine) => sectionOf(machine) !== undefined);
  return machines.flatMap((machine): readonly InventoryFinding[] => {
    const at = ['existing_vms', machine];
    if (known && sectionOf(machine) === undefined)
      return [
        {
          at,
          part: 'key',
          what: `${machine}: the service of this machine is unknown`,
          next: 'let its name start with manager-, postgresql- or rabbitmq-',
        },
      ];
    if (!known || values.has(`existing_vms.${machine}.private_ip`)) return [];
    return [{ at: [...at, 'private_ip'], what: `${machine} has no address`, next: 'set its private_ip' }];
  });
}

function releaseFaults(config: ClusterConfig): readonly InventoryFinding[] {
  if (importedRelease(config) !== undefined) return [];
  const key = PACKAGE_KEYS.find((name) => config.values.has(name)) ?? PACKAGE_KEYS[0];
  return [
    {
      at: [key],
      what: 'the release of Cloudify is unknown',
      why: 'Quorate reads it from the name of the package',
      next: `set ${key} to a name such as cloudify-manager-install-7.0.4-ga.el7.x86_64.rpm`,
    },
  ];
}
