import { GateError } from '../../errors/errors.ts';
import { peerChecks } from '../../gates/hosts/peers.ts';
import { clustersOf } from '../../model/change.ts';
import type { HostName } from '../../model/names.ts';
import type { Step } from '../../model/plan/step.ts';
import { stepsOn } from '../../plan/build/survey-request.ts';
import { platformOf } from '../../registry/platforms.ts';
import { queryPeers, usedPorts, type Target } from '../read/query-peers.ts';
import type { Run } from '../run.ts';

/**
 * Tests the ports between each host on which nothing is installed yet and its peers, before anything is staged. The
 * ports of running members are not tested: their gates decide, and a change may be the remedy for one of them.
 * @throws GateError with every port that is not reached
 */
export async function checkPortsOfNewHosts(run: Run): Promise<void> {
  const { plan, env } = run;
  const fresh = plan.hosts.filter((host) => isNew(run, host));
  const concerned = platformOf(plan)
    .flows(clustersOf(plan.change, env.cluster).after)
    .filter(({ from, to }) => plan.hosts.includes(from) && plan.hosts.includes(to))
    .filter(({ from, to }) => fresh.includes(from) || fresh.includes(to));
  if (concerned.length === 0) return;
  const targets = plan.hosts.map((host) => [host, targetOf(run, host, fresh)] as const);
  const tested = await queryPeers(run, concerned, { targets: Object.fromEntries(targets), replace: true });
  const failed = plan.hosts
    .flatMap((host) =>
      peerChecks(
        host,
        tested.filter(({ from }) => from === host),
      ),
    )
    .filter(({ state }) => state === 'fail');
  if (failed.length === 0) return;
  throw new GateError(
    failed.map(({ host, seen, next }) => ({
      where: host,
      what: seen,
      why: 'the services of these hosts could not reach each other',
      ...(next === undefined ? {} : { next }),
    })),
  );
}

/**
 * True if this plan installs a service on the host, and its last survey shows none: no marker of the product, no receipt
 * of an installation, and no installation that an earlier run has started. A service that starts meanwhile must not find
 * its port in use by a temporary listener.
 */
function isNew({ plan, fleet }: Run, host: HostName): boolean {
  const survey = fleet.remembered(host);
  const installs = stepsOn(plan, host).filter(isInstall);
  if (!survey || installs.length === 0) return false;
  const received = Object.keys(survey.receipts).some(
    (name) => name.startsWith('install/') || name === 'haproxy',
  );
  const begun = installs.some(
    ({ action }) =>
      action.kind === 'job' && (survey.paths[action.marker] || survey.jobs[action.name] !== undefined),
  );
  return !received && !begun;
}

/** The product's installer, or the package manager that installs HAProxy. */
function isInstall({ action }: Step): boolean {
  if (action.kind === 'job') return action.ifMarkerExists === 'done';
  return action.kind === 'run' && action.command.program === 'packages';
}

function targetOf({ fleet }: Run, host: HostName, fresh: readonly HostName[]): Target {
  const facts = fleet.remembered(host)?.facts;
  return { used: usedPorts(facts ?? { listening: [] }), mayListen: fresh.includes(host) };
}
