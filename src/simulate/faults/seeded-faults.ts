import type { HostName } from '../../model/names.ts';
import type { PortCall, FaultEffect, Faults, FaultTiming } from './faults.ts';
import { seededRandom } from '../world/random.ts';

interface SeededFaultOptions {
  readonly seed: number;
  /** Of each call. */
  readonly probability: number;
  /** Who may be parted from whom. */
  readonly hosts: readonly HostName[];
  /** Says no to what would prove nothing, such as a second host down by the world's own doing. */
  readonly accept?: (call: PortCall, effect: FaultEffect) => boolean;
}

/**
 * Everything that goes wrong with hosts and networks, at random: each call is hit with the given probability. The same
 * seed gives the same faults for the same calls. Never a `kill`: whoever wants the deployer to die says when.
 */
export function seededFaults({ seed, probability, hosts, accept = () => true }: SeededFaultOptions): Faults {
  const random = seededRandom(seed);
  return (call) => {
    const [hit, which, how] = [random(), random(), random()];
    if (hit >= probability) return undefined;
    const choices = [...effectsOn(call, how), ...worldEffects(call, hosts, how)];
    const effect = choices[Math.floor(which * choices.length)];
    return effect && accept(call, effect) ? effect : undefined;
  };
}

const WHENS: readonly FaultTiming[] = ['before', 'within', 'after'];

/** What becomes of the call itself. */
function effectsOn({ method }: PortCall, how: number): readonly FaultEffect[] {
  if (method === 'connect') return [{ kind: 'refuse' }, { kind: 'slow', ms: 4_000 }];
  const usual: FaultEffect[] = [
    ...WHENS.map((when) => ({ kind: 'drop', when }) as const),
    { kind: 'slow', ms: 10_000 },
  ];
  // Anywhere in the longest of them: an install that has joined its cluster and is not done yet is half an install.
  const pauses = Math.floor(how * 9);
  return method === 'startJob'
    ? [...usual, { kind: 'job-fails', pauses, code: 1 }, { kind: 'job-killed', pauses }]
    : usual;
}

/** What becomes of the host: twice as long at most as the gates and reconnections wait, or hardly at all. */
function worldEffects({ host }: PortCall, hosts: readonly HostName[], how: number): readonly FaultEffect[] {
  const ms = 10_000 + Math.round(how * 290_000);
  const others = hosts.filter((other) => other !== host);
  const from = others[Math.floor(how * others.length)];
  return [
    { kind: 'reboot' },
    // One that comes up late.
    { kind: 'reboot', ms },
    { kind: 'disconnect', ms },
    { kind: 'slow-host', times: 5, ms },
    { kind: 'disk-full', ms },
    { kind: 'clock-skew', by: ms - 150_000, ms },
    ...(from === undefined ? [] : [{ kind: 'partition', from, ms } as const]),
  ];
}
