import { request } from '../../../components/requests.ts';
import { endpoint } from '../../../model/address.ts';
import type { Application, Host } from '../../../model/cluster.ts';
import type { MemberAnswers, Probes } from '../../../model/health/gate.ts';
import type { ManagerView, NoView } from '../../../model/health/membership.ts';

/** The name of the probe contains the expected status, because the reader receives only the answers. */
const PROBE = 'health expects ';

/** Queries the health of the application on its own host. */
export function applicationProbes(host: Host, { port, health }: Application): Probes {
  const url = `http://${endpoint(host.privateIp, port)}${health.path}`;
  return { [`${PROBE}${health.expect}`]: request({ method: 'GET', url }) };
}

/** Reads the answer of the application. Never throws. */
export function applicationView(answers: MemberAnswers): ManagerView | NoView {
  const [name = '', answer] = Object.entries(answers).find(([probe]) => probe.startsWith(PROBE)) ?? [];
  if (answer?.kind === 'no-answer') return answer;
  if (answer?.kind !== 'response') return { kind: 'no-answer', cause: 'not-queried', text: 'not queried' };
  return { kind: 'manager', answering: answer.status === Number(name.slice(PROBE.length)) };
}
