import { formatDuration, SECOND } from '../../model/duration.ts';
import type { Facts } from '../../model/host/facts.ts';
import type { HostName } from '../../model/names.ts';
import { inOrder, shellOn, RUN_AGAIN } from '../../model/next-step.ts';
import type { Lack } from './wanted.ts';

/**
 * Allowed difference of a host's clock from the median of all hosts, because elections and leases depend on the clocks.
 */
const APART = 5 * SECOND;
/** Allowed difference from this machine, whose clock dates certificates and events. */
const FROM_HERE = 30 * SECOND;

/** Returns how far each host's clock is ahead of this machine's, in ms. */
export function offsetsOf(facts: readonly Facts[]): readonly number[] {
  return facts.map(offsetOf);
}

function offsetOf({ clock, clockAsked }: Facts): number {
  return clock - clockAsked;
}

/**
 * Reports a clock that differs from the median of the hosts' clocks or from this machine's. @param offsets of all
 * hosts, in ms
 */
export function clockProblems(host: HostName, facts: Facts, offsets: readonly number[]): readonly Lack[] {
  const own = offsetOf(facts);
  const apart = own - median(offsets);
  if (Math.abs(apart) > APART) return lack(host, `its clock is ${words(apart)} the other hosts'`);
  if (Math.abs(own) > FROM_HERE) return lack(host, `its clock is ${words(own)} this machine's`);
  return [];
}

function lack(host: HostName, line: string): readonly Lack[] {
  const hint = inOrder(
    'synchronize the clock with chrony or ntpd',
    shellOn(host, 'timedatectl status'),
    RUN_AGAIN,
  );
  return [{ check: 'clock', line, hint }];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function words(ms: number): string {
  return `${formatDuration(Math.abs(ms))} ${ms > 0 ? 'ahead of' : 'behind'}`;
}
