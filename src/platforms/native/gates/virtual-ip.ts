import { addressProbe, holdsAddress } from '../../../components/keepalived/holders.ts';
import { KEEPALIVED_UNIT } from '../../../components/keepalived/unit.ts';
import { thenVerify } from '../../../gates/advice.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import { bad, good, type Finding } from '../../../gates/findings.ts';
import type { ProbeInput } from '../../../gates/gate.ts';
import { endpoint } from '../../../model/address.ts';
import { hostsOf } from '../../../model/cluster.ts';
import { SECOND } from '../../../model/duration.ts';
import type { Answers, MemberAnswers, Probes } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { shellOn } from '../../../model/next-step.ts';
import { forwardedPorts } from '../ports.ts';

/** A virtual address, and the services that answer at it, each with the name of its probe. */
export interface AtVirtualIp {
  readonly address: string;
  readonly services: readonly { readonly probe: string; readonly at: string }[];
}

/** The queries of each load balancer about the virtual address. Undefined if the cluster has none. */
export function virtualIpQuery({
  cluster,
  material,
}: ProbeInput): { readonly probes: Probes; readonly args: AtVirtualIp } | undefined {
  const { virtualIp } = cluster;
  const { postgres_password: password } = material.secrets;
  if (!virtualIp) return undefined;
  const { address } = virtualIp;
  const { leader, brokers } = forwardedPorts(cluster);
  const through = { address, ca: material.ca, timeoutMs: 5 * SECOND };
  const account = { user: 'postgres', database: 'postgres', password };
  const has = (role: 'database' | 'broker') => hostsOf(cluster, role).length > 0;
  const services: Probes = {
    ...(has('database') && password
      ? { atLeader: { kind: 'database-login', ...through, port: leader, ...account } }
      : {}),
    ...(has('broker') ? { atBrokers: { kind: 'tls', ...through, port: brokers } } : {}),
  };
  const ports: Readonly<Record<string, number>> = { atLeader: leader, atBrokers: brokers };
  return {
    probes: { addresses: addressProbe(address), ...services },
    args: {
      address,
      services: Object.keys(services).map((probe) => ({
        probe,
        at: endpoint(address, ports[probe] ?? 0),
      })),
    },
  };
}

/** Judges whether exactly one load balancer holds the address, and whether the services answer at it. */
export function judgeVirtualIp(
  host: HostName,
  { address, services }: AtVirtualIp,
  answers: Answers,
): Finding {
  const hint = thenVerify(shellOn(host, `journalctl -u ${KEEPALIVED_UNIT} -n 50`));
  const wrong = { class: 'health', hint } as const;
  const holders = Object.keys(answers).filter((one) => isHolder(one, address, answers));
  const own = answers[host] ?? {};
  if (holdsAddress(own['addresses'], address) === undefined)
    return bad(host, `no list of addresses: ${classifyAnswer(own['addresses'], 0)?.line ?? ''}`, wrong);
  if (holders.length === 0) return bad(host, noHolder(address, answers), wrong);
  const isOne = holders.includes(host);
  const others = holders.filter((one) => one !== host);
  if (isOne && others.length > 0)
    return bad(host, `holds ${address}, which ${others.join(' and ')} also holds`, wrong);
  const silent = services.flatMap((service) => unansweredAt(service, own));
  if (silent.length > 0) return bad(host, silent.join(', '), wrong);
  return good(host, isOne ? `holds ${address}` : `reaches ${address}`);
}

function isHolder(host: HostName, address: string, answers: Answers): boolean {
  return holdsAddress(answers[host]?.['addresses'], address) === true;
}

/** A load balancer without an answer may hold the address. */
function noHolder(address: string, answers: Answers): string {
  const unknown = Object.keys(answers).filter(
    (one) => holdsAddress(answers[one]?.['addresses'], address) === undefined,
  );
  if (unknown.length === 0) return `no load balancer holds ${address}`;
  const are = unknown.length === 1 ? 'is' : 'are';
  return `no reachable load balancer holds ${address}; ${unknown.join(' and ')} ${are} unknown`;
}

function unansweredAt({ probe, at }: AtVirtualIp['services'][number], own: MemberAnswers): readonly string[] {
  const failed = classifyAnswer(own[probe]);
  return failed ? [`${at}: ${failed.line}`] : [];
}
