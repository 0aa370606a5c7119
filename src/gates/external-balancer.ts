import { shellOn } from '../model/next-step.ts';
import { endpoint } from '../model/address.ts';
import { hostsOf } from '../model/cluster.ts';
import type { Answer } from '../model/health/gate.ts';
import type { HostName } from '../model/names.ts';
import { bad, good, type Finding } from './findings.ts';
import type { ProbeInput, Gate } from './gate.ts';
import { statusProbe, type ManagerStatus } from './status-probe.ts';
import { classifyAnswer } from './classify-answer.ts';
import { unreached } from './unreachable.ts';

/** An external load balancer, and the managers that query it. */
export interface Through {
  readonly address: string;
  /** `lb.example.com:443` */
  readonly at: string;
  readonly from: readonly HostName[];
}

/** Queries managers through an external load balancer from every manager host. */
export function queryThrough(address: string, status: ManagerStatus, { cluster, material }: ProbeInput) {
  const at = endpoint(address, status.port);
  const from = hostsOf(cluster, 'manager').map((host) => host.name);
  const balancer = statusProbe(address, status, material);
  const queries = from.map((host) => ({ host, probes: { balancer } }));
  const through: Through = { address, at, from };
  return { queries, args: { balancers: [], managers: from.length, through } } satisfies ReturnType<
    Gate['queries']
  >;
}

/** Judges an answer through an external load balancer, which reports neither its servers nor session persistence. */
export function judgeThrough(
  host: HostName,
  answer: Answer | undefined,
  { address, at, path, code }: Through & ManagerStatus,
): Finding {
  const trouble = classifyAnswer(answer, code);
  if (trouble?.class === 'health') {
    const line = `load balancer ${at}: ${trouble.line} (it reaches no healthy manager)`;
    return bad(host, line, { class: 'health', hint: shellOn(host, `curl -kv https://${at}${path}`) });
  }
  if (trouble) return unreached(host, { what: 'load balancer', at, address }, trouble);
  return good(host, `${code} through ${at}, TLS verified`);
}
