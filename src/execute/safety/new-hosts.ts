import { GateError } from '../../errors/errors.ts';
import { peerChecks } from '../../gates/hosts/peers.ts';
import { clustersOf } from '../../model/change.ts';
import type { HostName } from '../../model/names.ts';
import { stepsOn } from '../../plan/build/survey-request.ts';
import { platformOf } from '../../registry/platforms.ts';
import { hasBegunService, hostsWithServices, isInstall } from '../read/begun-services.ts';
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
  const running = await hostsWithServices(run, fresh);
  const empty = fresh.filter((host) => !running.includes(host));
  const targets = plan.hosts.map((host) => [host, targetOf(run, host, empty)] as const);
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
    failed.map(({ host, seen, cause, next }) => ({
      where: host,
      what: seen,
      ...(cause && { cause }),
      why: 'the services of these hosts could not reach each other',
      ...(next === undefined ? {} : { next }),
    })),
  );
}

/** True if this plan installs a service on the host, and no run has started that. */
function isNew(run: Run, host: HostName): boolean {
  return stepsOn(run.plan, host).some(isInstall) && !hasBegunService(run, host);
}

function targetOf({ fleet }: Run, host: HostName, empty: readonly HostName[]): Target {
  const facts = fleet.remembered(host)?.facts;
  return { used: usedPorts(facts ?? { listening: [] }), mayListen: empty.includes(host) };
}
