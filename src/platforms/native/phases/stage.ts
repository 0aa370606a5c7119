import type { Service } from '../../../model/names.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import { namesBlock } from '../../../phases/names-block.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { JOB, RECEIPT, SETTING } from '../../../model/stored-formats.ts';
import { installPackages, reloadUnits } from '../commands/services.ts';
import { upgradeFiles } from '../config/upgrades.ts';
import { packagesOf } from '../packages.ts';
import { installMarker } from '../paths.ts';
import { file, filesBeforePackages, memberFiles, PUBLIC } from '../steps/host-files.ts';
import { maskedUnits, unitFiles } from '../units.ts';

/**
 * Installs the packages of every member, and writes its units, its configuration and its certificates. Nothing starts: the
 * units of the distribution are masked before its packages are installed.
 */
export const stage: Phase = {
  title: 'install the packages and write the configuration',
  needs: ['hosts-ready'],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      const { role } = host;
      if (role === 'load_balancer' || role === 'manager') return [];
      const units = [...maskedUnits(role), ...unitFiles(role)];
      const prepared = [...units, ...upgradeFiles(role, input.after)].map(({ path, text }) =>
        file(path, text, PUBLIC),
      );
      return [
        {
          slug: 'units',
          title: "write Quorate's units, mask those of the distribution, and hold off automatic upgrades",
          action: { kind: 'files', files: [...prepared, ...filesBeforePackages(host)] },
        },
        packages(input, role),
        {
          slug: 'files',
          title: 'write configuration and certificates',
          action: { kind: 'files', files: [...namesBlock(input.after, host), ...memberFiles(input, host)] },
        },
        {
          slug: 'reload-units',
          title: 'make systemd read the units',
          action: {
            kind: 'run',
            command: reloadUnits,
            unless: {
              receipt: RECEIPT.units,
              inputs: Object.fromEntries(units.map(({ path, text }) => [path, input.digest(text)])),
            },
          },
        },
      ];
    }),
};

/** Installs packages of the distribution; again if the list of packages changes. */
function packages({ after, digest }: PhaseInput, service: Service): Draft {
  const names = packagesOf(service, after);
  return {
    slug: 'packages',
    title: `install ${names.join(', ')}`,
    action: {
      kind: 'job',
      name: JOB.installPackages(service),
      command: installPackages(names),
      unless: { receipt: RECEIPT.package, inputs: { [SETTING.packages]: digest(names) } },
      marker: installMarker(service),
      ifMarkerExists: 'nothing',
      requires: 'upgrade',
      repair: [],
    },
  };
}
