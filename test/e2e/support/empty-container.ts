import { realpathSync } from 'node:fs';
import { must, run } from '../../lab/shell.ts';

/** A container of the distribution's base system, without a network. Each function returns the standard output. */
export interface EmptyContainer {
  readonly root: (line: string) => Promise<string>;
  /** Runs a command line as an account that is not root, in its home directory. */
  readonly newcomer: (line: string) => Promise<string>;
  /** Runs a program of this machine as root, with the libraries of this machine. */
  readonly program: (name: string, words: string, calledAs?: string) => Promise<string>;
  readonly remove: () => Promise<unknown>;
}

const IMAGE = 'debian:bookworm-slim';
const LIBRARIES = '/usr/lib/x86_64-linux-gnu';
const LOADER = `/opt/lib/ld-linux-x86-64.so.2 --library-path /opt/lib`;

/** Starts a container that sees a directory as /packages, and further paths of this machine (`path:path in the container`). */
export async function startEmpty(
  name: string,
  packages: string,
  further: readonly string[] = [],
): Promise<EmptyContainer> {
  const mounts = [
    `${packages}:/packages`,
    `${LIBRARIES}:/opt/lib`,
    '/usr/bin:/opt/bin',
    '/usr/lib/rpm:/usr/lib/rpm',
    ...further,
  ];
  const volumes = mounts.flatMap((mount) => ['--volume', `${mount}:ro`]);
  const remove = () => run(['docker', 'rm', '--force', name]);
  await remove();
  await must([
    'docker',
    'run',
    '--detach',
    '--name',
    name,
    '--network',
    'none',
    ...volumes,
    IMAGE,
    'sleep',
    'infinity',
  ]);
  const as = (user: string, home: string) => (line: string) =>
    must([
      ...['docker', 'exec', '--user', user, '--workdir', home, '--env', `HOME=${home}`],
      ...[
        '--env',
        `PATH=${home}/.local/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin`,
        name,
        'bash',
        '-c',
        line,
      ],
    ]);
  const root = as('root', '/root');
  await root('useradd --create-home --shell /bin/bash newcomer');
  const program: EmptyContainer['program'] = (file, words, calledAs = file) =>
    root(
      `${LOADER} --argv0 ${calledAs} /opt${realpathSync(`/usr/bin/${file}`).slice('/usr'.length)} ${words}`,
    );
  return { root, newcomer: as('newcomer', '/home/newcomer'), program, remove };
}
