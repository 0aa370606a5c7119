import { SECOND } from '../../model/duration.ts';
import type { Answer, Probe } from '../../model/health/gate.ts';

/** Lists the interfaces of a host that have an address. `holdsAddress` reads the answer. */
export function addressProbe(address: string): Probe {
  const args = ['-oneline', 'address', 'show', 'to', address];
  return { kind: 'command', command: { program: 'ip', args, as: 'root', timeoutMs: 10 * SECOND } };
}

/** True if the host has the address, false if not, undefined if the answer does not show it. */
export function holdsAddress(answer: Answer | undefined, address: string): boolean | undefined {
  if (answer?.kind !== 'exited' || answer.code !== 0) return undefined;
  return answer.stdout.split('\n').some((line) => line.includes(` inet ${address}/`));
}
