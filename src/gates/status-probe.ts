import { get } from '../components/requests.ts';
import { endpoint } from '../model/address.ts';
import type { Probe } from '../model/health/gate.ts';
import type { Material } from '../model/material.ts';

/** The request to which a manager returns `code` if it runs, directly or through a load balancer. */
export interface ManagerStatus {
  readonly port: number;
  readonly path: string;
  readonly code: number;
}

/** Requests the status of the manager at an address, or of a manager behind the load balancer at that address. */
export function statusProbe(
  address: string,
  { port, path }: Pick<ManagerStatus, 'port' | 'path'>,
  material: Material,
): Probe {
  return get(`https://${endpoint(address, port)}${path}`, material);
}
