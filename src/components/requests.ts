import { endpoint } from '../model/address.ts';
import type { Host } from '../model/cluster.ts';
import { SECOND } from '../model/duration.ts';
import type { HttpProbe, Probe } from '../model/health/gate.ts';
import type { Material } from '../model/material.ts';

const PATIENCE = 5 * SECOND;

/** `https://198.51.100.11:2379` */
export function at(host: Host, port: number): string {
  return `https://${endpoint(host.privateIp, port)}`;
}

/** A GET over TLS, verified with the CA of the cluster or of the external service. */
export function get(url: string, { ca }: Pick<Material, 'ca'>, auth?: HttpProbe['auth']): Probe {
  return request({ method: 'GET', url, ca, ...(auth ? { auth } : {}) });
}

export function request(probe: Omit<HttpProbe, 'timeoutMs'>): Probe {
  return { kind: 'request', request: { ...probe, timeoutMs: PATIENCE } };
}
