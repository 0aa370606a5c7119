import type { HostName } from '../../model/names.ts';
import { shellOn, type ShellStep } from '../../model/next-step.ts';

/** Sends a packet of exactly this size, which no router may divide. */
export function pingOfSize(host: HostName, address: string, mtu: number): ShellStep {
  const headers = address.includes(':') ? 48 : 28;
  return shellOn(host, `ping -M do -s ${mtu - headers} ${address}`);
}
