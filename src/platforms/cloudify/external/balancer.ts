import { endpoint } from '../../../model/address.ts';
import { hostsOf } from '../../../model/cluster.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, type Finding } from '../../../gates/findings.ts';
import type { Gate } from '../../../gates/gate.ts';
import { get, STATUS, type Asking } from '../probes/probes.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { unreached } from './unreachable.ts';

/** A load balancer that somebody else runs, and the managers that ask through it. */
export interface Through {
  readonly address: string;
  /** `lb.example.com:443` */
  readonly at: string;
  readonly from: readonly HostName[];
}

/** What can be asked of a balancer from outside: REST, through it, from every manager host. */
export function askThrough(address: string, { cluster, material }: Asking) {
  const at = endpoint(address, 443);
  const from = hostsOf(cluster, 'manager').map((host) => host.name);
  const balancer = get(`https://${at}${STATUS}`, material);
  const asks = from.map((host) => ({ host, probes: { balancer } }));
  const through: Through = { address, at, from };
  return { asks, args: { balancers: [], managers: from.length, through } } satisfies ReturnType<Gate['asks']>;
}

/** What is behind it, and whether it is sticky, an external balancer does not tell. */
export function lookThrough(host: HostName, answer: Answer | undefined, { address, at }: Through): Finding {
  const trouble = classifyAnswer(answer, 401);
  if (trouble?.class === 'health') {
    const line = `load balancer ${at}: ${trouble.line} (it reaches no manager that answers)`;
    return bad(host, line, { cause: 'health', hint: `on ${host}: curl -kv https://${at}${STATUS}` });
  }
  if (trouble) return unreached(host, { what: 'load balancer', at, address }, trouble);
  return good(host, `401 through ${at}, TLS verified`);
}
