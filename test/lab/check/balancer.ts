import { exec } from '../containers.ts';
import type { LabHost } from '../hosts.ts';
import { sleep } from '../shell.ts';
import { type Answer, query, summaryOf } from './query.ts';
import { type Finding, finding } from './finding.ts';

const ports = [443, 53333] as const;
const requests = 20;
const clients = Array.from({ length: 30 }, (_, i) => `198.51.100.${101 + i}`);

export interface BalancerCheck {
  readonly balancer: LabHost;
  readonly managers: readonly LabHost[];
  /** The host on whose network interface the thirty client addresses are added. */
  readonly from: string;
}

/** Checks the load balancer as a client: verified TLS, a response of a manager, and session persistence. */
export async function checkBalancer(target: BalancerCheck): Promise<readonly Finding[]> {
  const { balancer, from } = target;
  const answers = await query(
    from,
    ports.map((port) => ({ url: status(balancer, port) })),
  );
  const seen = ports.map((port, i) => `${port}: ${summaryOf(answers[i])}`).join('; ');
  const greeting = finding(
    'the balancer returns 401 over verified TLS',
    answers.every((a) => a.status === 401),
    seen,
  );
  await addresses('add', from);
  try {
    const before = await visits(target);
    const worker = await haproxyWorkers(balancer.name);
    const reload = await exec(balancer.name, ['systemctl', 'reload', 'haproxy']);
    await sleep(1000);
    const fresh = (await haproxyWorkers(balancer.name)).some((pid) => !worker.includes(pid));
    const reloaded = finding(
      'haproxy reloads',
      reload.code === 0 && fresh,
      reload.stderr.trim() || (fresh ? 'a new worker' : 'no new worker'),
    );
    return [greeting, reloaded, ...judgeVisits(target.managers, before, await visits(target))];
  } finally {
    await addresses('del', from);
  }
}

const status = (balancer: LabHost, port: number): string =>
  `https://${balancer.address}:${port}/api/v3.1/status`;

/** The managers that responded to a client on a port, in the order of the requests. */
export interface Visit {
  readonly client: string;
  readonly port: number;
  readonly managers: readonly string[];
}

/**
 * Sends the requests in rounds, so that no client has two requests in flight: the first response decides its manager.
 */
async function visits({ balancer, from }: BalancerCheck): Promise<readonly Visit[]> {
  const targets = ports.flatMap((port) => clients.map((client) => ({ client, port })));
  const round = targets.map(({ client, port }) => ({ url: status(balancer, port), from: client }));
  const answers = await query(from, Array.from({ length: requests }, () => round).flat());
  const managersOf = (visit: number) => answers.filter((_, i) => i % targets.length === visit).map(responder);
  return targets.map((visit, i) => ({ ...visit, managers: managersOf(i) }));
}

const responder = (answer: Answer): string =>
  answer.status === 401 ? answer.manager || 'unnamed' : summaryOf(answer);

export function judgeVisits(
  managers: readonly LabHost[],
  before: readonly Visit[],
  after: readonly Visit[],
): readonly Finding[] {
  const names = managers.map((m) => m.name);
  const counts = names
    .map((name) => `${name} ${on(ports[0], before).filter((v) => v.managers[0] === name).length}`)
    .join(', ');
  const all = [...before, ...after].flatMap((v) => v.managers);
  const unknownMembers = [...new Set(all)].filter((name) => !names.includes(name));
  // An error text is not the name of a manager, so that a balancer that refuses all connections fails the check.
  const first = (client: string, port?: number) => {
    const name = before.find((v) => v.client === client && (port === undefined || v.port === port))
      ?.managers[0];
    return name !== undefined && names.includes(name) ? name : undefined;
  };
  return [
    finding(
      `${clients.length} clients reach all ${names.length} managers`,
      names.every((name) => before.some((v) => v.managers.includes(name))) && unknownMembers.length === 0,
      [counts, ...unknownMembers.slice(0, 3)].join('; '),
    ),
    ...ports.flatMap((port) => [
      stays(`each client keeps its manager over ${requests} requests on ${port}`, on(port, before), (v) =>
        first(v.client, port),
      ),
      stays(`each client keeps its manager over a reload on ${port}`, on(port, after), (v) =>
        first(v.client, port),
      ),
    ]),
    stays('each client has the same manager on all ports', before, (v) => first(v.client)),
  ];
}

const on = (port: number, visits: readonly Visit[]): readonly Visit[] =>
  visits.filter((v) => v.port === port);

/** Checks that all responses of each visit come from the expected manager. */
function stays(
  what: string,
  visits: readonly Visit[],
  expected: (visit: Visit) => string | undefined,
): Finding {
  const right = (visit: Visit, name: string) => name === expected(visit);
  const moved = visits.filter((v) => v.managers.length === 0 || !v.managers.every((name) => right(v, name)));
  const [example] = moved;
  const exampleText = example
    ? `, such as ${example.client} on ${example.port}: ${[...new Set(example.managers)].join(', ')}`
    : '';
  return finding(
    what,
    moved.length === 0 && visits.length > 0,
    `${moved.length} of ${visits.length} moved${exampleText}`,
  );
}

async function haproxyWorkers(host: string): Promise<readonly string[]> {
  const { stdout } = await exec(host, [
    'sh',
    '-c',
    'pgrep -P "$(systemctl show --value -p MainPID haproxy)"',
  ]);
  return stdout.split('\n').filter(Boolean);
}

async function addresses(verb: 'add' | 'del', host: string): Promise<void> {
  const commands = clients.map((client) => `address ${verb} ${client}/32 dev eth0\n`).join('');
  // -force: continue if an address already exists, or is already removed.
  await exec(host, ['ip', '-force', '-batch', '-'], { input: commands });
}
