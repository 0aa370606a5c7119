import { haproxyPaths } from '../components/haproxy/paths.ts';
import { affectHaproxy, haproxyUnit } from '../components/haproxy/unit.ts';
import { HOUR, MINUTE } from '../model/duration.ts';
import type { Command, Word } from '../model/host/command.ts';
import type { AbsolutePath } from '../model/names.ts';
import { CANDIDATE, type FileSpec } from '../model/plan/step.ts';
import { JOB, RECEIPT } from '../model/stored-formats.ts';
import type { Draft } from './lane.ts';
import type { PhaseInput } from './phase.ts';

/** The files of a load balancer. */
export interface BalancerFiles {
  readonly config: string;
  /** Certificate with key. Absent if the load balancer terminates no TLS. */
  readonly certificate?: Word;
  readonly ca: string;
}

/** The steps that install HAProxy and apply its files. @param install default: from the repositories of the host */
export function haproxySteps(
  input: PhaseInput,
  wanted: BalancerFiles,
  install: Command = INSTALL,
): readonly Draft[] {
  return [installHaproxy(install), ...fileSteps(wanted), ...serviceSteps(input, wanted)];
}

const INSTALL: Command = {
  program: 'packages',
  args: ['install', 'haproxy'],
  as: 'root',
  timeoutMs: HOUR,
};

function installHaproxy(command: Command): Draft {
  return {
    slug: 'install-haproxy',
    title: 'install HAProxy',
    action: {
      kind: 'job',
      name: JOB.installHaproxy,
      command,
      unless: { command: asRoot('test', ['-x', haproxyPaths.program]) },
      marker: haproxyPaths.program,
      ifMarkerExists: 'done',
      requires: 'upgrade',
      repair: [],
    },
  };
}

/** The certificates come first, because the check of the configuration reads them. */
function fileSteps({ config, certificate, ca }: BalancerFiles): readonly Draft[] {
  const check = asRoot('haproxy', ['-c', '-f', CANDIDATE]);
  return [
    {
      slug: 'certificates',
      title: 'write the certificates',
      action: {
        kind: 'files',
        files: [
          ...(certificate === undefined ? [] : [file(haproxyPaths.certificate, 0o600, certificate)]),
          file(haproxyPaths.ca, 0o644, ca),
        ],
      },
    },
    {
      slug: 'configuration',
      title: 'write haproxy.cfg',
      action: { kind: 'files', files: [{ ...file(haproxyPaths.config, 0o644, config), check }] },
    },
  ];
}

/** The receipt records the configuration that HAProxy last loaded, so the next run repeats a reload that was missed. */
function serviceSteps({ digest }: PhaseInput, { config, certificate, ca }: BalancerFiles): readonly Draft[] {
  const inputs = {
    config: digest(config),
    ...(certificate === undefined ? {} : { certificate: digest(certificate) }),
    ca: digest(ca),
  };
  return [
    {
      slug: 'enable',
      title: 'enable HAProxy at boot',
      action: {
        kind: 'run',
        command: haproxyUnit('enable'),
        unless: { command: haproxyUnit('is-enabled', '--quiet') },
      },
    },
    {
      slug: 'reload',
      title: 'reload HAProxy',
      action: affectHaproxy('reload', { receipt: RECEIPT.haproxy, inputs }),
    },
    {
      slug: 'start',
      title: 'start HAProxy',
      action: affectHaproxy('start', { command: haproxyUnit('is-active', '--quiet') }),
    },
  ];
}

function file(path: AbsolutePath, mode: number, whole: Word): FileSpec {
  return { path, mode, owner: 'root:root', want: { whole }, compare: 'content' };
}

function asRoot(program: Command['program'], args: readonly string[]): Command {
  return { program, args, as: 'root', timeoutMs: 2 * MINUTE };
}
