import type { CheckResult, HostCheckState } from '../../model/health/check.ts';
import type { FailureCause } from '../../model/health/gate.ts';
import type { DialState, Flow, ListenState } from '../../model/host/connections.ts';
import type { HostName } from '../../model/names.ts';
import { commandStep, inOrder, shellOn, RUN_AGAIN, type Next } from '../../model/next-step.ts';
import { pingOfSize } from './ping-of-size.ts';

/** A port of a peer after the test: what the client got, and which program accepts connections there. */
export interface TestedFlow extends Flow {
  /** Undefined if the host that needs the port could not run the test. */
  readonly dialed: DialState | undefined;
  /** `service`: the survey shows a program on this port. `nothing`: no program, and no temporary listener. */
  readonly listener: 'temporary' | 'service' | 'nothing';
}

/** The program that listens on the port of a flow. @param ports the temporary listener of the target */
export function listenerOf(
  { port }: Flow,
  { ports = {}, used = [] }: { ports?: Readonly<Record<number, ListenState>>; used?: readonly number[] },
): TestedFlow['listener'] {
  if (ports[port] === 'listening') return 'temporary';
  return used.includes(port) || ports[port] === 'in-use' ? 'service' : 'nothing';
}

interface Meaning {
  readonly state: HostCheckState;
  readonly text: string;
  readonly cause?: FailureCause;
  readonly fix: (at: Group) => Next;
}

/** Flows from one host to another with the same meaning. */
interface Group {
  readonly from: HostName;
  readonly to: HostName;
  readonly address: string;
  readonly ports: string;
  readonly meaning: Meaning;
  readonly flows: readonly TestedFlow[];
  /** MTU of the interface of `from`; undefined if it is not known. */
  readonly mtu: number | undefined;
}

const again = (...steps: readonly Next[]): Next => inOrder(...steps, RUN_AGAIN);
const allow = ({ from, to, ports }: Group) =>
  again(`allow TCP ${ports} from ${from} to ${to} in the firewalls`, shellOn(to, 'nft list ruleset'));
const route = ({ from, address }: Group) =>
  again('correct the route or the firewall', shellOn(from, `ip route get ${address}`));

const PASSED: Meaning = { state: 'pass', text: 'reached', fix: allow };
const DROPPED: Meaning = {
  state: 'fail',
  text: 'timed out: a firewall drops the connection',
  cause: 'timeout',
  fix: allow,
};
const REJECTED: Meaning = {
  state: 'fail',
  text: 'refused although a program listens there: a firewall rejects the connection, or the program has another address',
  cause: 'refused',
  fix: allow,
};
const NO_ROUTE: Meaning = {
  state: 'fail',
  text: 'no route: a firewall rejects the connection, or the route is missing',
  cause: 'no-route',
  fix: route,
};
const OTHER_MACHINE: Meaning = {
  state: 'fail',
  text: 'another machine or a proxy accepted the connection',
  fix: ({ from, to, address }) =>
    again(`check that ${address} is the address of ${to}`, shellOn(from, `ip route get ${address}`)),
};
const STALLED: Meaning = {
  state: 'fail',
  text: 'connected, but large packets are lost: the MTU of the path is smaller than that of the hosts',
  fix: ({ from, address, mtu }) =>
    again(
      'lower the MTU, or allow ICMP',
      mtu === undefined
        ? commandStep('check', { purpose: 'show the MTU and the paths' })
        : pingOfSize(from, address, mtu),
    ),
};
const NO_LISTENER: Meaning = {
  state: 'warn',
  text: 'refused, and no program listens there: the firewall was not tested',
  fix: ({ to, flows }) =>
    again(`start the service on ${to}`, shellOn(to, `ss -ltnp sport = :${flows[0]?.port}`)),
};
const UNEXPECTED: Meaning = {
  state: 'warn',
  text: 'accepted although no program listens there: a proxy may be in between',
  fix: OTHER_MACHINE.fix,
};
const UNTESTED: Meaning = {
  state: 'warn',
  text: 'not tested: no program could open the connection',
  fix: ({ from }) => again(shellOn(from, 'command -v perl python3 bash')),
};

function meaningOf({ dialed, listener }: TestedFlow): Meaning {
  switch (dialed) {
    case 'nonce':
      return PASSED;
    case 'stalled':
      return STALLED;
    case 'connected':
      if (listener === 'service') return PASSED;
      return listener === 'temporary' ? OTHER_MACHINE : UNEXPECTED;
    case 'refused':
      return listener === 'nothing' ? NO_LISTENER : REJECTED;
    case 'timeout':
      return DROPPED;
    case 'no-route':
      return NO_ROUTE;
    case 'failed':
    case undefined:
      return UNTESTED;
  }
}

/**
 * Judges the ports that one host needs of its peers. One result for each peer and meaning that is not a pass.
 * @param mtu of the interface of the host, if it is known
 */
export function peerChecks(
  host: HostName,
  tested: readonly TestedFlow[],
  mtu?: number,
): readonly CheckResult[] {
  if (tested.length === 0) return [];
  const groups = groupsOf(tested, mtu);
  const wrong = groups
    .filter(({ meaning }) => meaning.state !== 'pass')
    .map((group) => resultOf(host, group));
  const passed = groups.filter(({ meaning }) => meaning.state === 'pass').flatMap(({ flows }) => flows);
  const peers = new Set(passed.map(({ to }) => to));
  const seen = `${passed.length} of ${tested.length} ports of ${peers.size} hosts reached`;
  return wrong.length > 0 ? wrong : [{ host, check: 'peers', state: 'pass', seen }];
}

function resultOf(host: HostName, group: Group): CheckResult {
  const { to, address, ports, meaning, flows } = group;
  const what = [...new Set(flows.map((flow) => flow.what))].join(', ');
  const optional = flows.every((flow) => flow.optional);
  return {
    ...{ host, check: 'peers', state: optional ? OPTIONAL[meaning.state] : meaning.state },
    seen: `${to} (${address}) ${flows.length === 1 ? 'port' : 'ports'} ${ports} (${what}): ${meaning.text}`,
    ...(meaning.cause && { cause: meaning.cause }),
    next: meaning.fix(group),
  };
}

/** States for ports that the cluster can run without. */
const OPTIONAL: Readonly<Record<HostCheckState, HostCheckState>> = {
  ...{ pass: 'pass', fail: 'warn', warn: 'unknown', unknown: 'unknown' },
};

/** Groups flows by target, meaning and importance. */
function groupsOf(tested: readonly TestedFlow[], mtu: number | undefined): readonly Group[] {
  const groups = new Map<string, TestedFlow[]>();
  for (const flow of tested) {
    const key = `${flow.to} ${meaningOf(flow).text} ${flow.optional}`;
    groups.set(key, [...(groups.get(key) ?? []), flow]);
  }
  return [...groups.values()].map((flows) => {
    const first = flows[0] as TestedFlow;
    const { from, to, address } = first;
    return { from, to, address, ports: rangesOf(flows), meaning: meaningOf(first), flows, mtu };
  });
}

/** `2379-2380, 8008` */
function rangesOf(flows: readonly TestedFlow[]): string {
  const ports = [...new Set(flows.map(({ port }) => port))].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const port of ports) {
    const last = ranges.at(-1);
    if (last && last[1] === port - 1) last[1] = port;
    else ranges.push([port, port]);
  }
  return ranges.map(([low, high]) => (low === high ? String(low) : `${low}-${high}`)).join(', ');
}
