import { installFlags, installService } from '../commands/services.ts';
import { hostConfig } from '../config/config.ts';
import { installMarker, PRODUCT_CONFIG } from '../product/paths.ts';
import { inputsOf, settingsOf } from '../config/settings.ts';
import { stagedFiles } from '../config/staged-files.ts';
import { knownRelease } from '../product/versions.ts';
import type { Host } from '../../../model/cluster.ts';
import { HOUR, MINUTE } from '../../../model/duration.ts';
import { jobLog } from '../../../model/host/job-log.ts';
import type { Lane } from '../../../model/plan/plan.ts';
import type { ReceiptName, Service } from '../../../model/names.ts';
import type { FileSpec, Inputs, MemberOperation } from '../../../model/plan/step.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import type { PhaseInput } from '../../../phases/phase.ts';
import { undoBrokerInstall } from './undo-broker-install.ts';
import { JOB, installReceipt } from '../../../model/stored-formats.ts';

/**
 * Returns the steps of each host that install it as a member of a service: install, record the rewritten config.yaml,
 * remove the staged keys.
 */
export function installLanes(
  input: PhaseInput,
  service: Service,
  kindOf: (host: Host) => 'bootstrap' | 'join',
): Iterable<Lane> {
  return lanesOf(input, (host) => {
    const applied = appliedSettings(input, service, host);
    return [
      install(input, { service, host, kind: kindOf(host) }, applied),
      ...rememberConfig(input),
      removeKeys(input, host, applied),
    ];
  });
}

/** How long a new standby may take to copy the leader's data. The copy waits for a checkpoint, which may take minutes. */
const COPYING = 6 * HOUR;
/** How long a broker or manager may take to become a healthy member. */
const JOINING = 5 * MINUTE;

interface AppliedSettings {
  readonly receipt: ReceiptName;
  readonly inputs: Inputs;
}

function install(
  input: PhaseInput,
  { service, host, kind }: { service: Service; host: Host; kind: 'bootstrap' | 'join' },
  applied: AppliedSettings,
): Draft {
  const release = knownRelease(input.after.version);
  return {
    slug: 'install',
    title: `install the ${service}`,
    action: {
      kind: 'job',
      name: JOB.install(service),
      command: installService(release, host),
      unless: applied,
      marker: installMarker(release, service),
      ifMarkerExists: 'done',
      requires: 'reconfigure',
      repair: service === 'broker' && kind === 'join' ? undoBrokerInstall(input, host) : [],
    },
    operation: operationOf(service, host, kind),
  };
}

function operationOf(service: Service, { name }: Host, kind: 'bootstrap' | 'join'): MemberOperation {
  const member = { service, member: name };
  if (kind === 'bootstrap') return { kind, ...member };
  return { kind, ...member, patienceMs: service === 'database' ? COPYING : JOINING };
}

/**
 * Returns the step that records config.yaml after the product rewrote it. Without its receipt, the file would look
 * edited (docs/hazards.md, 5).
 */
export function rememberConfig({ after }: PhaseInput): readonly Draft[] {
  if (!knownRelease(after.version).rewritesConfig) return [];
  return [
    {
      slug: 'remember-config',
      title: 'record the digest of config.yaml as the install left it',
      action: { kind: 'remember', path: PRODUCT_CONFIG },
    },
  ];
}

/** The settings that an install applies, as its receipt records them. */
function appliedSettings(
  { joining, after, material, digest }: PhaseInput,
  service: Service,
  host: Host,
): AppliedSettings {
  const config = hostConfig({ joining, after }, host, material);
  const settings = {
    ...settingsOf(after, config, stagedFiles(after, host, material)),
    ...installFlags(knownRelease(after.version), host),
  };
  return { receipt: installReceipt(service), inputs: inputsOf(settings, digest) };
}

/**
 * The product copies the keys but leaves the staged files, and a manager's install prints the administrator's password at
 * its end (main.py, 656), into the job's log. Neither is needed on the host.
 */
function removeKeys({ after, material }: PhaseInput, host: Host, keptUntilApplied: AppliedSettings): Draft {
  const keys = stagedFiles(after, host, material).filter((file) => file.isKey);
  const logs = host.role === 'manager' ? [jobLog(JOB.install('manager'))] : [];
  const absent = (path: FileSpec['path']): FileSpec => ({
    path,
    mode: 0o600,
    owner: 'root:root',
    want: 'absent',
    compare: 'content',
    keptUntilApplied,
  });
  return {
    slug: 'remove-staged-key',
    title: host.role === 'manager' ? 'remove the staged keys and the log' : 'remove the staged keys',
    action: { kind: 'files', files: [...keys.map(({ path }) => path), ...logs].map(absent) },
  };
}
