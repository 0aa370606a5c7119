import { installPackage } from '../commands/services.ts';
import { LOAD_BALANCER_PORTS } from '../product/ports.ts';
import { knownRelease } from '../product/versions.ts';
import { certificateFile, haproxyConfig } from '../../../components/haproxy/config.ts';
import { haproxyPaths } from '../../../components/haproxy/paths.ts';
import { affectHaproxy, haproxyUnit } from '../../../components/haproxy/unit.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Command, Word } from '../../../model/host/command.ts';
import { MINUTE } from '../../../model/duration.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import { CANDIDATE, type FileSpec } from '../../../model/plan/step.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { RECEIPT, JOB } from '../../../model/stored-formats.ts';

/** Installs HAProxy from the distribution and configures the managers as its servers. */
export const loadBalancers: Phase = {
  title: 'set up the load balancers',
  needs: ['manager-status'],
  follows: [],
  lanes: (input) => balancerLanes(input),
};

/**
 * Returns the steps that configure each load balancer for the cluster after the command. @param drained managers that
 * get no requests any more
 */
export function balancerLanes(input: PhaseInput, drained: readonly Host[] = []): readonly Lane[] {
  return lanesOf(input, (host) => {
    const wanted = wantedFiles(input, host, drained);
    return [installHaproxy, ...fileSteps(wanted), ...serviceSteps(input, wanted)];
  });
}

interface Wanted {
  readonly config: string;
  readonly certificate: Word;
  readonly ca: string;
}

function wantedFiles({ after, material }: PhaseInput, host: Host, drained: readonly Host[]): Wanted {
  const pair = material.hosts[host.name];
  if (!pair) throw new Error(`the certificate of ${host.name} was not loaded from the local files`);
  const ports = { ...LOAD_BALANCER_PORTS, forwarded: knownRelease(after.version).balancedPorts };
  return {
    config: haproxyConfig(after, host, { ...ports, drained: drained.map(({ name }) => name) }),
    certificate: certificateFile(pair),
    ca: material.ca,
  };
}

const installHaproxy: Draft = {
  slug: 'install-haproxy',
  title: 'install HAProxy',
  action: {
    kind: 'job',
    name: JOB.installHaproxy,
    command: installPackage('haproxy'),
    unless: { command: asRoot('test', ['-x', haproxyPaths.program]) },
    marker: haproxyPaths.program,
    ifMarkerExists: 'done',
    requires: 'upgrade',
    repair: [],
  },
};

/** The certificates come first, because the check of the configuration reads them. */
function fileSteps({ config, certificate, ca }: Wanted): readonly Draft[] {
  const check = asRoot('haproxy', ['-c', '-f', CANDIDATE]);
  return [
    {
      slug: 'certificates',
      title: 'write the certificates',
      action: {
        kind: 'files',
        files: [file(haproxyPaths.certificate, 0o600, certificate), file(haproxyPaths.ca, 0o644, ca)],
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
function serviceSteps({ digest }: PhaseInput, { config, certificate, ca }: Wanted): readonly Draft[] {
  const inputs = { config: digest(config), certificate: digest(certificate), ca: digest(ca) };
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
