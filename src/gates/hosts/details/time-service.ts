import { shellOn } from '../../../model/next-step.ts';
import type { CheckResult } from '../../../model/health/check.ts';
import type { HostDetails } from '../../../model/host/details.ts';
import type { HostName } from '../../../model/names.ts';
import { fixable, resultsOf, thenCheck } from './result.ts';

/** Checks that a service keeps the host's clock synchronized. */
export function timeServiceCheck(
  host: HostName,
  { synchronized, timeServices }: Pick<HostDetails, 'synchronized' | 'timeServices'>,
): CheckResult {
  const { pass, warn } = resultsOf(host, 'time-service');
  const active = timeServices.find((service) => service.active);
  if (active && synchronized !== false) return pass(active.unit);
  if (active)
    return warn(
      `${active.unit} runs, but the clock is not synchronized`,
      thenCheck('check its time servers', shellOn(host, 'timedatectl status')),
    );
  // A hypervisor or the host of a container may synchronize the clock.
  if (synchronized) return pass('synchronized');
  const [installed] = timeServices;
  if (!installed) return warn('no time service is installed', thenCheck(`install chrony on ${host}`));
  const found = warn(`the time service ${installed.unit} does not run`, '');
  return fixable(found, { kind: 'enable-time-service', unit: installed.unit });
}
