import type { Host } from '../../../model/cluster.ts';
import type { AbsolutePath, Service } from '../../../model/names.ts';
import type { PhaseInput } from '../../../phases/phase.ts';
import type { MemberRemoval } from '../../../phases/removal.ts';
import { startMemberAgain, stopMember } from '../commands/services.ts';
import { kernelFiles } from '../config/kernel.ts';
import { upgradeFiles } from '../config/upgrades.ts';
import { memberFiles } from './host-files.ts';
import { brokerPaths, databasePaths, dataDirectory, installMarker } from '../paths.ts';
import { unitFiles } from '../units.ts';

/** The commands of systemd, and the files and directories that are deleted. The packages stay installed. */
export function memberRemoval(
  input: PhaseInput,
  service: Service,
): Pick<MemberRemoval, 'service' | 'startAgain' | 'uninstall' | 'leftovers'> {
  return {
    service,
    startAgain: startMemberAgain(service),
    uninstall: { command: stopMember(service), marker: installMarker(service) },
    leftovers: (host) => ({
      files: [
        ...memberFiles(input, host).map(({ path }) => path),
        ...(service === 'broker' ? [brokerPaths.definitions] : []),
        ...unitFiles(service, input.after).map(({ path }) => path),
        ...kernelFiles(host.role).map(({ path }) => path),
        ...upgradeFiles(host.role, input.after).map(({ path }) => path),
      ],
      directories: [installMarker(service), ...dataOf(host, input.after.version.major)],
    }),
  };
}

function dataOf({ role }: Host, version: number): readonly AbsolutePath[] {
  if (role === 'database')
    return [databasePaths.etcdData, dataDirectory(version), '/var/lib/postgresql/.pgpass-quorate'];
  return role === 'broker' ? ['/var/lib/rabbitmq/mnesia', brokerPaths.cookie] : [];
}
