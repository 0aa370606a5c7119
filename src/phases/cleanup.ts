import type { Host } from '../model/cluster.ts';
import type { AbsolutePath } from '../model/names.ts';
import type { FileSpec, Step } from '../model/plan/step.ts';
import type { PhaseInput } from './phase.ts';

/** The last steps on a removed host: deletes these files and directories, and Quorate's receipts and jobs. */
export function cleanupSteps(
  { phase }: PhaseInput,
  host: Host,
  {
    files,
    directories,
  }: { readonly files: readonly AbsolutePath[]; readonly directories: readonly AbsolutePath[] },
): readonly Step[] {
  const absent = (path: AbsolutePath): FileSpec => ({
    ...{ path, mode: 0o600, owner: 'root:root', want: 'absent', compare: 'content' },
  });
  return [
    {
      id: `${phase}/${host.name}/files`,
      title: 'remove the configuration and certificates',
      host: host.name,
      action: { kind: 'files', files: files.map(absent) },
    },
    {
      id: `${phase}/${host.name}/forget`,
      title: "delete Quorate's receipts and jobs",
      host: host.name,
      action: { kind: 'forget', directories },
    },
  ];
}
