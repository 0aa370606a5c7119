import type { Cluster } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import type { Draft } from '../../../phases/lane.ts';
import type { PhaseInput } from '../../../phases/phase.ts';
import { installPackages } from '../commands/services.ts';
import { packageSourceFiles, packageUploads } from '../config/package-source.ts';
import { packageSourcePaths } from '../paths.ts';
import { file, PUBLIC } from './host-files.ts';

/** The steps that make the source in the inventory known to apt; none for the hosts' own repositories. */
export function packageSourceSteps({ after, material }: PhaseInput): readonly Draft[] {
  const files = packageSourceFiles(after, material);
  if (files.length === 0) return [];
  const uploads = packageUploads(material);
  const write: Draft = {
    slug: 'package-source',
    title: 'write the source of the packages',
    action: { kind: 'files', files: files.map(({ path, text }) => file(path, text, PUBLIC)) },
  };
  const upload: Draft = {
    slug: 'upload-packages',
    title: `upload ${uploads.length} packages`,
    action: { kind: 'artifact', uploads, mode: 0o644 },
  };
  return uploads.length === 0 ? [write] : [write, upload];
}

/** Installs packages from the source in the inventory. */
export function installFromSource(cluster: Cluster, names: readonly string[]): Command {
  const isDirectory = cluster.native?.packages?.kind === 'directory';
  return installPackages(names, isDirectory ? packageSourcePaths.directory : undefined);
}
