import { installPackage } from '../commands/services.ts';
import { installMarker, stagedPackagePath } from '../product/paths.ts';
import { stagedFiles, type StagedFile } from '../config/staged-files.ts';
import { knownRelease } from '../product/versions.ts';
import type { Host } from '../../../model/cluster.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { FileSpec } from '../../../model/plan/step.ts';
import { productConfig } from '../steps/host-files.ts';
import { namesBlock } from '../../../phases/names-block.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { JOB, RECEIPT, SETTING } from '../../../model/stored-formats.ts';

/** Writes config.yaml, the host's own certificates and the package to every host of the product. */
export const stage: Phase = {
  title: 'stage files and packages',
  needs: ['hosts-ready'],
  follows: [],
  lanes: (input) =>
    lanesOf(input, (host) => {
      if (host.role === 'load_balancer') return [];
      const marker = installMarker(knownRelease(input.after.version), host.role);
      return [files(input, host, marker), ...packageSteps(input, marker)];
    }),
};

function files(input: PhaseInput, host: Host, marker: AbsolutePath): Draft {
  const { after, material } = input;
  const own = stagedFiles(after, host, material).map((file) => certificate(file, marker));
  return {
    slug: 'files',
    title: 'write configuration and certificates',
    action: { kind: 'files', files: [...namesBlock(after, host), ...own, productConfig(input, host)] },
  };
}

/** A staged key is removed once the product has its copy; then only the receipt records which key it was. */
function certificate({ path, content, isKey }: StagedFile, marker: AbsolutePath): FileSpec {
  const file = { path, mode: 0o600, owner: 'root:root', want: { whole: content } };
  return isKey ? { ...file, compare: 'receipt', neededUntil: marker } : { ...file, compare: 'content' };
}

/**
 * Installs the package only on hosts without the product. On a host with the product, a different package requires
 * `upgrade`.
 */
function packageSteps({ material, digest }: PhaseInput, marker: AbsolutePath): readonly Draft[] {
  const source = material.package;
  if (!source) return [];
  const path = stagedPackagePath(source.path);
  return [
    {
      slug: 'package',
      title: 'upload the package',
      action: { kind: 'artifact', uploads: [{ source, path }], mode: 0o600, neededUntil: marker },
    },
    {
      slug: 'install-package',
      title: 'install the package',
      action: {
        kind: 'job',
        name: JOB.installPackage,
        command: installPackage(path),
        unless: { receipt: RECEIPT.package, inputs: { [SETTING.sha256]: digest(source.sha256) } },
        marker,
        ifMarkerExists: 'too-late',
        requires: 'upgrade',
        repair: [],
      },
    },
  ];
}
