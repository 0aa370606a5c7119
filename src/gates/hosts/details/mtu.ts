import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { HostName } from '../../../model/names.ts';
import { resultsOf, thenCheck } from './result.ts';

/** Reports hosts whose MTU differs from that of most hosts. */
export function mtuChecks(sizes: Readonly<Record<HostName, number | undefined>>): readonly CheckResult[] {
  const usual = mostFrequent(Object.values(sizes).filter((mtu) => mtu !== undefined));
  return Object.entries(sizes).map(([host, mtu]) => {
    const { pass, warn, unknown } = resultsOf(host, 'mtu');
    const next = thenCheck(shellOn(host, 'ip link'));
    if (mtu === undefined) return unknown('no interface with the private address', next);
    if (mtu === usual) return pass(String(mtu));
    return warn(
      `has the MTU ${mtu}, most hosts have ${usual}`,
      thenCheck('set the same MTU everywhere', shellOn(host, 'ip link')),
    );
  });
}

function mostFrequent(values: readonly number[]): number | undefined {
  const times = (value: number) => values.filter((one) => one === value).length;
  return [...values].sort((a, b) => times(b) - times(a))[0];
}
