import type { Host } from '../../../model/cluster.ts';
import { fileName } from '../../../model/material.ts';
import type { Service } from '../../../model/names.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import { namesBlock } from '../../../phases/names-block.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { JOB, RECEIPT, SETTING } from '../../../model/stored-formats.ts';
import { reloadDatabase, reloadUnits } from '../commands/services.ts';
import { applicationDropIn } from '../config/application.ts';
import { kernelFiles } from '../config/kernel.ts';
import { packageSourceFiles } from '../config/package-source.ts';
import { fixedIn, memberSettings } from '../config/settings.ts';
import { upgradeFiles } from '../config/upgrades.ts';
import { packagesOf } from '../packages.ts';
import { applicationDropInPath, installMarker } from '../paths.ts';
import { file, filesBeforePackages, memberFiles, PUBLIC } from '../steps/host-files.ts';
import { installFromSource, packageSourceSteps } from '../steps/package-source.ts';
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
      if (role === 'load_balancer') return [];
      if (role === 'manager') return applicationSteps(input, host);
      const units = [...maskedUnits(role), ...unitFiles(role, input.after)];
      const others = [...upgradeFiles(role, input.after), ...kernelFiles(role)];
      const prepared = [...units, ...others].map(({ path, text }) => file(path, text, PUBLIC));
      return [
        {
          slug: 'units',
          title: "write Quorate's units, mask those of the distribution, and hold off automatic upgrades",
          action: { kind: 'files', files: [...prepared, ...filesBeforePackages(host)] },
        },
        ...packageSourceSteps(input),
        packages(input, role),
        {
          slug: 'files',
          title: 'write configuration and certificates',
          action: {
            kind: 'files',
            files: [...namesBlock(input.after, host), ...memberFiles(input, host)],
            ...fixedIn(input, host),
          },
        },
        readUnits(input, units),
        ...(role === 'database' ? [reload(input, host)] : []),
      ];
    }),
};

/** The drop-in comes first, because it keeps the package from starting the unit. */
function applicationSteps(input: PhaseInput, host: Host): readonly Draft[] {
  const { application } = input.after.native ?? {};
  if (!application) return [];
  const dropIn = { path: applicationDropInPath(application.unit), text: applicationDropIn(application) };
  return [
    {
      slug: 'units',
      title: `keep ${application.unit} from starting before its step`,
      action: { kind: 'files', files: [file(dropIn.path, dropIn.text, PUBLIC)] },
    },
    ...(application.package === undefined ? [] : [...packageSourceSteps(input), packages(input, 'manager')]),
    {
      slug: 'files',
      title: 'write the CA and the environment of the application',
      action: { kind: 'files', files: [...namesBlock(input.after, host), ...memberFiles(input, host)] },
    },
    readUnits(input, [dropIn]),
  ];
}

function readUnits({ digest }: PhaseInput, units: readonly { path: string; text: string }[]): Draft {
  return {
    slug: 'reload-units',
    title: 'make systemd read the units',
    action: {
      kind: 'run',
      command: reloadUnits,
      unless: {
        receipt: RECEIPT.units,
        inputs: Object.fromEntries(units.map(({ path, text }) => [path, digest(text)])),
      },
    },
  };
}

/** Applies the changed settings that need no restart. */
function reload(input: PhaseInput, host: Host): Draft {
  return {
    slug: 'reload',
    title: 'make a running database read its changed settings',
    action: {
      kind: 'run',
      command: reloadDatabase,
      unless: { receipt: RECEIPT.reloaded, inputs: memberSettings(input, host).reload },
    },
  };
}

/** Installs the packages of a service; again if the list of packages or their source changes. */
function packages({ after, material, digest }: PhaseInput, service: Service): Draft {
  const names = packagesOf(service, after);
  const source = packageSourceFiles(after, material);
  return {
    slug: 'packages',
    title: `install ${names.map((name) => withVersion(name, material)).join(', ')}`,
    action: {
      kind: 'job',
      name: JOB.installPackages(service),
      command: installFromSource(after, names),
      unless: {
        receipt: RECEIPT.package,
        inputs: {
          [SETTING.packages]: digest(names),
          ...(source.length > 0 && { [SETTING.packageSource]: digest(source) }),
        },
      },
      marker: installMarker(service),
      ifMarkerExists: 'nothing',
      requires: 'upgrade',
      repair: [],
    },
  };
}

/** The name of a package, with its version if the package is a file on this machine: `patroni_3.0.2-1_all.deb`. */
function withVersion(name: string, { packageFiles = [] }: PhaseInput['material']): string {
  const version = packageFiles
    .map(fileName)
    .find((file) => file.startsWith(`${name}_`))
    ?.split('_')[1];
  return version === undefined ? name : `${name} ${version.replace('%3a', ':')}`;
}
