import type { Answer, Probe } from '../../model/health/gate.ts';
import { SECOND } from '../../model/duration.ts';
import { SERVICES, type HostName } from '../../model/names.ts';
import type { Step } from '../../model/plan/step.ts';
import { installReceipt, RECEIPT } from '../../model/stored-formats.ts';
import { stepsOn } from '../../plan/build/survey-request.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { Run } from '../run.ts';
import { queryHosts } from './query-hosts.ts';

/** Receipts of a host on which something was installed. */
const INSTALLED = [...SERVICES.map(installReceipt), RECEIPT.haproxy];

/**
 * True if the last survey of a host shows a marker of the product, a receipt of an installation, an installation that a
 * run has started, whatever its state, or a job that runs. A service that starts meanwhile must not find its port in use
 * by a temporary listener.
 */
export function hasBegunService({ plan, fleet }: Run, host: HostName): boolean {
  const survey = fleet.remembered(host);
  if (!survey) return true;
  const received = INSTALLED.some((name) => survey.receipts[name] !== undefined);
  const begun = stepsOn(plan, host)
    .filter(isInstall)
    .some(
      ({ action }) =>
        action.kind === 'job' && (survey.paths[action.marker] || survey.jobs[action.name] !== undefined),
    );
  const isRunning = Object.values(survey.jobs).some(({ state }) => state === 'running');
  return received || begun || isRunning;
}

/** The product's installer, or the package manager that installs HAProxy. */
export function isInstall({ action }: Step): boolean {
  if (action.kind === 'job') return action.ifMarkerExists === 'done';
  return action.kind === 'run' && action.command.program === 'packages';
}

/**
 * Returns the hosts on which a unit of a service runs, although nothing may be installed there: systemd restarts the
 * services of a half installation. A host that does not answer counts as well.
 */
export async function hostsWithServices(
  { plan, fleet }: Run,
  hosts: readonly HostName[],
): Promise<readonly HostName[]> {
  const units = platformOf(plan).serviceUnits;
  const probes = Object.fromEntries(units.map((unit) => [unit, stateOf(unit)]));
  const answers = await queryHosts(
    fleet,
    hosts.map((host) => ({ host, probes })),
  );
  return hosts.filter((host) => units.some((unit) => mayRun(answers[host]?.[unit])));
}

function stateOf(unit: string): Probe {
  const args = ['is-active', unit];
  return { kind: 'command', command: { program: 'systemctl', args, as: 'root', timeoutMs: 10 * SECOND } };
}

/** A unit that systemd restarts is `activating`. */
function mayRun(answer: Answer | undefined): boolean {
  return answer?.kind !== 'exited' || /^(active|activating|reloading|deactivating)$/m.test(answer.stdout);
}
