import { updateProfile, uploadLicense } from '../commands/managers.ts';
import { stagedPaths } from '../product/paths.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import { ROLES } from '../../../model/names.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { RECEIPT, SETTING } from '../../../model/stored-formats.ts';

/** Last steps of an installation: updates the `cfy` profile of every manager and uploads the license. */
export const afterInstallation: Phase = {
  title: 'finish the installation',
  needs: ['manager-status'],
  follows: ['managers'],
  lanes: (input) => {
    const everywhere = profile(input);
    return lanesOf(input, (host) => [...license(input, host), everywhere]);
  },
};

/** The license is stored in the database, so one manager uploads it. Uploaded again only if it changes. */
function license({ after, material, digest }: PhaseInput, host: Host): readonly Draft[] {
  if (!material.license || hostsOf(after, 'manager')[0]?.name !== host.name) return [];
  return [
    {
      slug: 'license',
      title: 'upload the license',
      action: {
        kind: 'run',
        command: uploadLicense(stagedPaths.license),
        unless: { receipt: RECEIPT.license, inputs: { [SETTING.license]: digest(material.license) } },
      },
    },
  ];
}

/** The receipt covers the members, because `cfy` only fails over to members that its profile lists. */
function profile({ after, digest }: PhaseInput): Draft {
  return {
    slug: 'profile',
    title: 'update the cfy profile with all members',
    action: {
      kind: 'run',
      command: updateProfile(),
      unless: { receipt: RECEIPT.cliProfile, inputs: { [SETTING.members]: digest(members(after)) } },
    },
  };
}

function members(cluster: Cluster): readonly string[] {
  const { database, broker } = cluster.sourcing;
  const service = ROLES.filter((role) => role !== 'load_balancer');
  return [
    ...service.flatMap((role) =>
      hostsOf(cluster, role).map((host) => `${role} ${host.hostname} ${host.privateIp}`),
    ),
    ...(database.kind === 'external' ? [`database ${database.address}`] : []),
    ...(broker.kind === 'external'
      ? broker.members.map(({ name, address }) => `broker ${name} ${address}`)
      : []),
  ];
}
