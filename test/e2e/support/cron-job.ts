import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { must } from '../../lab/shell.ts';
import { INIT } from './newcomer.ts';
import { run, type Ended } from './quorate.ts';

/** Makes the job give up unreachable hosts at once. */
const IMPATIENT = "sed -i 's/^ssh:/ssh:\\n  connect_timeout: 1/' production/inventory.yaml";

interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
}

/** The parts of a container in a CronJob that decide how its commands run. */
interface Container {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly securityContext: {
    readonly readOnlyRootFilesystem: true;
    readonly allowPrivilegeEscalation: false;
  };
  readonly volumeMounts: readonly Mount[];
}

interface Pod {
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly [Container];
}

/** The container of the CronJob in docs/how-to/scheduled-checks.md. */
export function cronJob(): Container {
  return pod().containers[0];
}

function pod(): Pod {
  const page = readFileSync('docs/how-to/scheduled-checks.md', 'utf8');
  const [, job = ''] = /```yaml\n(apiVersion: batch\/v1\n[^]*?)```/.exec(page) ?? [];
  const { spec } = parse(job) as { spec: { jobTemplate: { spec: { template: { spec: Pod } } } } };
  return spec.jobTemplate.spec.template.spec;
}

/**
 * Runs the commands of the CronJob in an image as Kubernetes would, without a network. The volumes `cluster` and `secrets`
 * are directories that the image itself fills.
 */
export async function runAsCronJob(image: string, directory: string): Promise<Ended> {
  const { securityContext, containers } = pod();
  const [{ command, args, env, volumeMounts }] = containers;
  const [entry = '', ...options] = command;
  const { runAsUser, runAsGroup } = securityContext;
  mkdirSync(directory, { recursive: true, mode: 0o777 });
  const volumes = { cluster: join(directory, 'production'), secrets: join(directory, 'secrets') };
  await must([
    ...['docker', 'run', '--rm', '--name', 'pkg-cron', '--network', 'none', '--user', '0'],
    ...['--volume', `${directory}:/made`, '--entrypoint', 'sh', image, '-ec'],
    `cd /made && ${INIT} && ${IMPATIENT} && chown -R ${runAsUser}:${runAsGroup} /made`,
  ]);
  mkdirSync(volumes.secrets);
  renameSync(join(volumes.cluster, 'identity.txt'), join(volumes.secrets, 'identity.txt'));
  const mounts = volumeMounts.flatMap(({ name, mountPath }) =>
    name === 'tmp'
      ? ['--tmpfs', `${mountPath}:mode=1777`]
      : ['--volume', `${volumes[name as keyof typeof volumes]}:${mountPath}:ro`],
  );
  return run([
    ...['docker', 'run', '--rm', '--name', 'pkg-cron', '--network', 'none', '--read-only'],
    ...['--security-opt', 'no-new-privileges', '--user', `${runAsUser}:${runAsGroup}`],
    ...env.flatMap(({ name, value }) => ['--env', `${name}=${value}`]),
    ...mounts,
    ...['--entrypoint', entry, image, ...options, ...args],
  ]);
}
