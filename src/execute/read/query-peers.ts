import { randomBytes } from 'node:crypto';
import { ConnectionLost } from '../../errors/errors.ts';
import { listenerOf, type TestedFlow } from '../../gates/hosts/peers.ts';
import { SECOND } from '../../model/duration.ts';
import { LISTENER, type DialState, type Flow, type Listening } from '../../model/host/connections.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { HostName } from '../../model/names.ts';
import type { Session } from '../../transport/port.ts';
import type { Fleet } from '../hosts/fleet.ts';
import type { Run } from '../run.ts';

/** Limit for one connection. A dropped packet is repeated after 1 s, so that two of them may be lost. */
const DIAL_LIMIT = 4 * SECOND;
/** Time after which a temporary listener ends by itself, if this program cannot end it. */
const LISTEN_LIMIT = 60 * SECOND;

/** Ports in use on a host, and whether a temporary listener may use the others. */
export interface Target {
  readonly used: readonly number[];
  readonly mayListen: boolean;
}

/** Hosts that may listen temporarily. `replace`: this run holds the locks, so that no other run listens. */
interface Listen {
  readonly targets: Readonly<Record<HostName, Target>>;
  readonly replace?: true;
}

/** The ports that programs of a host use, without those of temporary listeners. */
export function usedPorts({ listening }: Pick<Facts, 'listening'>): readonly number[] {
  return listening.filter(({ by }) => by !== LISTENER).map(({ port }) => port);
}

/**
 * Tests every port that one host needs of another, from that host. Starts temporary listeners on hosts where no service
 * can need the ports meanwhile, and ends them.
 */
export async function queryPeers(
  { fleet, env }: Run,
  flows: readonly Flow[],
  { targets, replace }: Listen,
): Promise<readonly TestedFlow[]> {
  const nonce = randomBytes(12).toString('hex');
  const tested = flows.filter(({ from }) => fleet.isConnected(from));
  const listeners = await startListeners(fleet, tested, { targets, nonce, ...(replace && { replace }) });
  try {
    const dialed = await dialAll(fleet, tested, nonce);
    return tested.map((flow) => ({
      ...flow,
      dialed: dialed.get(flow),
      listener: listenerOf(flow, {
        ...listeners.get(fleet.machines.nameOf(flow.to)),
        used: targets[flow.to]?.used ?? [],
      }),
    }));
  } finally {
    const ended = await Promise.all([...listeners].map(([host, { stop }]) => endListener(fleet, host, stop)));
    // A service that is installed next must not find its port in use.
    if (replace && !ended.every(Boolean)) await env.clock.sleep(LISTEN_LIMIT, env.signal);
  }
}

/** By machine. */
type Listeners = ReadonlyMap<HostName, Listening>;

/** Starts one listener on each machine, for the flows to all of its hosts. */
async function startListeners(
  fleet: Fleet,
  flows: readonly Flow[],
  { targets, nonce, replace }: Listen & { readonly nonce: string },
): Promise<Listeners> {
  const started = await Promise.all(
    fleet.machines.of(Object.keys(targets)).map(async (machine) => {
      const own = Object.entries(targets).filter(([host]) => fleet.machines.nameOf(host) === machine);
      const used = own.flatMap(([, target]) => target.used);
      const needed = flows.filter(
        ({ to, port }) => fleet.machines.nameOf(to) === machine && !used.includes(port),
      );
      const [first] = needed;
      if (!first || !own.every(([, { mayListen }]) => mayListen)) return [];
      const ports = [...new Set(needed.map(({ port }) => port))];
      const ask = {
        address: first.address,
        ports,
        nonce,
        limitMs: LISTEN_LIMIT,
        ...(replace && { replace }),
      };
      const listening = await whileConnected(fleet, machine, (session) => session.listen(ask));
      return listening ? [[machine, listening] as const] : [];
    }),
  );
  return new Map(started.flat());
}

async function endListener(fleet: Fleet, host: HostName, stop: () => Promise<void>): Promise<boolean> {
  const ended = await whileConnected(fleet, host, async () => {
    await stop();
    return true;
  });
  return ended ?? false;
}

/** One script for each host, all hosts at the same time. */
async function dialAll(
  fleet: Fleet,
  flows: readonly Flow[],
  nonce: string,
): Promise<ReadonlyMap<Flow, DialState>> {
  const hosts = [...new Set(flows.map(({ from }) => from))];
  const results = await Promise.all(
    hosts.map(async (host) => {
      const own = flows.filter(({ from }) => from === host);
      const targets = own.map(({ address, port }) => ({ address, port }));
      const ask = { targets, nonce, limitMs: DIAL_LIMIT };
      const states = (await whileConnected(fleet, host, (session) => session.dial(ask))) ?? [];
      return own.flatMap((flow, index) => {
        const state = states[index];
        return state ? [[flow, state] as const] : [];
      });
    }),
  );
  return new Map(results.flat());
}

/** Undefined if the connection to the host is lost. */
export async function whileConnected<T>(
  fleet: Fleet,
  host: HostName,
  work: (session: Session) => Promise<T>,
): Promise<T | undefined> {
  try {
    return await work(fleet.session(host));
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return undefined;
  }
}
