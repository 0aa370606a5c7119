// Options of the kernel: cspell:ignore sysctl
import { keepalivedConfig, keepalivedUnitText, NONLOCAL_BIND } from '../components/keepalived/config.ts';
import { keepalivedPaths } from '../components/keepalived/paths.ts';
import { KEEPALIVED_UNIT, keepalivedUnit } from '../components/keepalived/unit.ts';
import type { Host, VirtualIp } from '../model/cluster.ts';
import { MINUTE } from '../model/duration.ts';
import type { Command } from '../model/host/command.ts';
import type { AbsolutePath } from '../model/names.ts';
import { CANDIDATE, type Action, type FileSpec, type UnitEffect, type UpToDate } from '../model/plan/step.ts';
import { JOB, RECEIPT } from '../model/stored-formats.ts';
import type { Draft } from './lane.ts';
import type { PhaseInput } from './phase.ts';

/**
 * The steps before HAProxy binds the address: keepalived is installed and accepts its configuration, so that a fault in it
 * leaves HAProxy at its own address. The unit of the distribution is masked before its package is installed.
 */
export function prepareVirtualIpSteps(
  input: PhaseInput,
  { host, virtualIp }: OnBalancer,
  install: Command,
): readonly Draft[] {
  const check = asRoot('keepalived', ['--config-test', '--use-file', CANDIDATE]);
  const config = keepalivedConfig(input.after, host, virtualIp);
  return [
    ...kernelSteps(input, virtualIp),
    installKeepalived(install),
    {
      slug: 'keepalived-configuration',
      title: 'write the configuration of keepalived',
      action: { kind: 'files', files: [{ ...file(keepalivedPaths.config, config), check }] },
    },
  ];
}

/** A load balancer and the virtual address. */
interface OnBalancer {
  readonly host: Host;
  readonly virtualIp: VirtualIp;
}

/** The kernel lets HAProxy bind an address that the host does not have. Other settings of the host are not applied. */
function kernelSteps({ digest }: PhaseInput, virtualIp: VirtualIp): readonly Draft[] {
  const { unit, masked, sysctl } = keepalivedPaths;
  return [
    {
      slug: 'virtual-ip-files',
      title: "write keepalived's unit, and let HAProxy bind the virtual address",
      action: {
        kind: 'files',
        files: [file(unit, keepalivedUnitText(virtualIp)), file(masked, ''), file(sysctl, NONLOCAL_BIND)],
      },
    },
    {
      slug: 'sysctl',
      title: 'apply the settings of the kernel',
      action: {
        kind: 'run',
        command: asRoot('/usr/lib/systemd/systemd-sysctl', [sysctl]),
        unless: { receipt: RECEIPT.sysctl, inputs: { virtual_ip: digest(NONLOCAL_BIND) } },
      },
    },
  ];
}

function installKeepalived(command: Command): Draft {
  const { program } = keepalivedPaths;
  return {
    slug: 'install-keepalived',
    title: 'install keepalived',
    action: {
      ...{ kind: 'job', name: JOB.installKeepalived, command },
      ...{ unless: { command: asRoot('test', ['-x', program]) }, marker: program, ifMarkerExists: 'done' },
      ...{ requires: 'upgrade', repair: [] },
    },
  };
}

/**
 * The steps after HAProxy has started. The receipt records the configuration that keepalived last loaded, so the next run
 * repeats a reload that was missed.
 */
export function startKeepalivedSteps(
  { after, digest }: PhaseInput,
  { host, virtualIp }: OnBalancer,
): readonly Draft[] {
  const unit = { [keepalivedPaths.unit]: digest(keepalivedUnitText(virtualIp)) };
  return [
    {
      slug: 'reload-units',
      title: "make systemd read keepalived's unit",
      action: {
        kind: 'run',
        command: systemctl('daemon-reload'),
        unless: { receipt: RECEIPT.units, inputs: unit },
      },
    },
    {
      slug: 'enable-keepalived',
      title: 'enable keepalived at boot',
      action: {
        kind: 'run',
        command: keepalivedUnit('enable'),
        unless: { command: keepalivedUnit('is-enabled', '--quiet') },
      },
    },
    {
      slug: 'reload-keepalived',
      title: 'reload keepalived',
      action: affectKeepalived('reload', {
        receipt: RECEIPT.keepalived,
        inputs: { config: digest(keepalivedConfig(after, host, virtualIp)) },
      }),
    },
    {
      slug: 'start-keepalived',
      title: 'start keepalived',
      action: affectKeepalived('start', { command: keepalivedUnit('is-active', '--quiet') }),
    },
  ];
}

/**
 * The steps that remove keepalived and the address from a load balancer. They do nothing on a host without them. The
 * setting of the kernel stays, also after a reboot, so that its receipt stays true.
 */
export function removeKeepalivedSteps(): readonly Draft[] {
  return [
    stopKeepalivedStep,
    {
      slug: 'no-keepalived',
      title: 'remove the files of keepalived',
      action: { kind: 'files', files: [keepalivedPaths.config, keepalivedPaths.unit].map(absent) },
    },
  ];
}

/** Stopping keepalived removes the address. */
export const stopKeepalivedStep: Draft = {
  slug: 'stop-keepalived',
  title: 'stop and disable keepalived, which removes the virtual address',
  action: {
    kind: 'run',
    command: keepalivedUnit('disable', '--now'),
    unless: { command: asRoot('test', ['!', '-e', keepalivedPaths.unit]) },
    affects: { unit: KEEPALIVED_UNIT, effect: 'stop' },
  },
};

function affectKeepalived(effect: 'reload' | 'start', unless: UpToDate): Action {
  const verbs: Readonly<Record<typeof effect, string>> = { reload: 'reload-or-restart', start: 'start' };
  const affects: UnitEffect = { unit: KEEPALIVED_UNIT, effect };
  return { kind: 'run', command: keepalivedUnit(verbs[effect]), affects, unless };
}

function file(path: AbsolutePath, whole: string): FileSpec {
  return { path, mode: 0o644, owner: 'root:root', want: { whole }, compare: 'content' };
}

function absent(path: AbsolutePath): FileSpec {
  return { path, mode: 0o644, owner: 'root:root', want: 'absent', compare: 'content' };
}

function systemctl(...args: readonly string[]): Command {
  return asRoot('systemctl', args);
}

function asRoot(program: Command['program'], args: readonly string[]): Command {
  return { program, args, as: 'root', timeoutMs: 2 * MINUTE };
}
