import { formatDuration } from '../../model/duration.ts';
import type { HostCheck, CheckResult } from '../../model/health/check.ts';
import type { Facts } from '../../model/host/facts.ts';
import { clockProblems } from './clock.ts';
import { megabytes, shortComings, type Progress } from './machine.ts';
import type { Wanted } from './wanted.ts';

/** The facts of one host, and what is required of it. */
interface Subject extends Progress {
  readonly facts: Facts;
  readonly wanted: Wanted;
}

/** The checks of a survey's facts, each with what a good host shows. Undefined if the check does not apply. */
const BASIC: readonly (readonly [HostCheck, (subject: Subject) => string | undefined])[] = [
  ['hostname', ({ facts }) => facts.hostname],
  ['address', ({ wanted }) => wanted.privateIp],
  ['system', ({ facts }) => `${facts.os}, systemd ${facts.systemd}`],
  ['package', ({ wanted }) => wanted.package?.file],
  ['memory', ({ facts }) => megabytes(facts.memory)],
  ['disk-space', diskText],
  ['mounts', ({ wanted }) => wanted.mounts?.paths.join(', ')],
  ['ports', ({ installed }) => (installed ? undefined : 'all free, or held by their own services')],
  ['dns', ({ wanted }) => (wanted.names.length > 0 ? `${wanted.names.length} names` : undefined)],
  ['clock', ({ facts }) => `${formatDuration(Math.abs(facts.clock - facts.clockAsked))} from this machine's`],
];

/**
 * Checks the facts of one host against its role's requirements. @param offsets of all hosts' clocks, in ms
 */
export function basicChecks(subject: Subject, offsets: readonly number[]): readonly CheckResult[] {
  const { facts, wanted } = subject;
  const { host } = wanted;
  const lacks = [...shortComings(facts, wanted, subject), ...clockProblems(host, facts, offsets)];
  return BASIC.flatMap(([check, good]): readonly CheckResult[] => {
    const own = lacks.filter((lack) => lack.check === check);
    if (own.length > 0)
      return own.map(({ line, hint }) => ({ host, check, state: 'fail', seen: line, next: hint }));
    const seen = good(subject);
    return seen === undefined ? [] : [{ host, check, state: 'pass', seen }];
  });
}

function diskText({ facts, wanted }: Subject): string {
  const free = wanted.disks.flatMap(({ path }) => facts.diskFree[path] ?? []);
  return `at least ${megabytes(Math.min(...free))} free`;
}
