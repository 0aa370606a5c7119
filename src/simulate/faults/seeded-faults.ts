import type { HostName } from '../../model/names.ts';
import type { PortCall, FaultEffect, Faults, FaultTiming } from './faults.ts';
import { seededRandom } from '../world/random.ts';

interface SeededFaultOptions {
  readonly seed: number;
  /** Probability that a call is affected. */
  readonly probability: number;
  /** Hosts that may be partitioned from each other. */
  readonly hosts: readonly HostName[];
  /** Rejects faults that would prove nothing, such as a second host down at the same time. */
  readonly accept?: (call: PortCall, effect: FaultEffect) => boolean;
}

/**
 * Injects random faults of hosts and networks. The same seed gives the same faults for the same calls. Never returns
 * `kill`: callers inject it where they need it.
 */
export function seededFaults({ seed, probability, hosts, accept = () => true }: SeededFaultOptions): Faults {
  const random = seededRandom(seed);
  return (call) => {
    const [hit, choice, size] = [random(), random(), random()];
    if (hit >= probability) return undefined;
    const choices = [...effectsOn(call, size), ...worldEffects(call, hosts, size)];
    const effect = choices[Math.floor(choice * choices.length)];
    return effect && accept(call, effect) ? effect : undefined;
  };
}

const TIMINGS: readonly FaultTiming[] = ['before', 'within', 'after'];

/** Faults of the call itself. */
function effectsOn({ method }: PortCall, size: number): readonly FaultEffect[] {
  if (method === 'connect') return [{ kind: 'refuse' }, { kind: 'slow', ms: 4_000 }];
  const usual: FaultEffect[] = [
    ...TIMINGS.map((when) => ({ kind: 'drop', when }) as const),
    { kind: 'slow', ms: 10_000 },
  ];
  // A job waits for simulated time up to eight times, so an installation can also fail after it joined its cluster.
  const pauses = Math.floor(size * 9);
  return method === 'startJob'
    ? [...usual, { kind: 'job-fails', pauses, code: 1 }, { kind: 'job-killed', pauses }]
    : usual;
}

/** Faults of the host. They last from 10 s to 5 min, at most twice as long as gates and reconnections wait. */
function worldEffects({ host }: PortCall, hosts: readonly HostName[], size: number): readonly FaultEffect[] {
  const ms = 10_000 + Math.round(size * 290_000);
  const others = hosts.filter((other) => other !== host);
  const from = others[Math.floor(size * others.length)];
  return [
    { kind: 'reboot' },
    // A host that comes up late.
    { kind: 'reboot', ms },
    { kind: 'disconnect', ms },
    { kind: 'slow-host', times: 5, ms },
    { kind: 'disk-full', ms },
    { kind: 'clock-skew', by: ms - 150_000, ms },
    ...(from === undefined ? [] : [{ kind: 'partition', from, ms } as const]),
  ];
}
