import { exec } from '../containers.ts';
import type { LabHost } from '../hosts.ts';
import { sleep } from '../shell.ts';
import { type Answer, ask, told } from './ask.ts';
import { type Finding, finding } from './finding.ts';

const ports = [443, 53333] as const;
const requests = 20;
const clients = Array.from({ length: 30 }, (_, i) => `198.51.100.${101 + i}`);

export interface BalancerQuestion {
  readonly balancer: LabHost;
  readonly managers: readonly LabHost[];
  /** The host that lends its network card to thirty client addresses. */
  readonly from: string;
}

/** What a client sees through the balancer: verified TLS, a manager, and the same manager again and again. */
export async function checkBalancer(question: BalancerQuestion): Promise<readonly Finding[]> {
  const { balancer, from } = question;
  const answers = await ask(
    from,
    ports.map((port) => ({ url: status(balancer, port) })),
  );
  const seen = ports.map((port, i) => `${port}: ${told(answers[i])}`).join('; ');
  const greeting = finding(
    'the balancer answers 401 over verified TLS',
    answers.every((a) => a.status === 401),
    seen,
  );
  await addresses('add', from);
  try {
    const before = await visits(question);
    const worker = await haproxyWorkers(balancer.name);
    const reload = await exec(balancer.name, ['systemctl', 'reload', 'haproxy']);
    await sleep(1000);
    const fresh = (await haproxyWorkers(balancer.name)).some((pid) => !worker.includes(pid));
    const reloaded = finding(
      'haproxy reloads',
      reload.code === 0 && fresh,
      reload.stderr.trim() || (fresh ? 'a new worker' : 'no new worker'),
    );
    return [greeting, reloaded, ...judgeVisits(question.managers, before, await visits(question))];
  } finally {
    await addresses('del', from);
  }
}

const status = (balancer: LabHost, port: number): string =>
  `https://${balancer.address}:${port}/api/v3.1/status`;

/** Which manager answered a client on a port, request by request. */
export interface Visit {
  readonly client: string;
  readonly port: number;
  readonly managers: readonly string[];
}

/** Round after round, so that no client has two requests on the way at once: its first one decides where it lives. */
async function visits({ balancer, from }: BalancerQuestion): Promise<readonly Visit[]> {
  const whom = ports.flatMap((port) => clients.map((client) => ({ client, port })));
  const round = whom.map(({ client, port }) => ({ url: status(balancer, port), from: client }));
  const answers = await ask(from, Array.from({ length: requests }, () => round).flat());
  const one = (visit: number) => answers.filter((_, i) => i % whom.length === visit).map(answerer);
  return whom.map((visit, i) => ({ ...visit, managers: one(i) }));
}

const answerer = (answer: Answer): string =>
  answer.status === 401 ? answer.manager || 'unnamed' : told(answer);

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
  // A refusal to everybody is no manager kept.
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

/** Every answer of every visit comes from the manager that it should come from. */
function stays(
  what: string,
  visits: readonly Visit[],
  expected: (visit: Visit) => string | undefined,
): Finding {
  const right = (visit: Visit, name: string) => name === expected(visit);
  const moved = visits.filter((v) => v.managers.length === 0 || !v.managers.every((name) => right(v, name)));
  const [example] = moved;
  const such = example
    ? `, such as ${example.client} on ${example.port}: ${[...new Set(example.managers)].join(', ')}`
    : '';
  return finding(
    what,
    moved.length === 0 && visits.length > 0,
    `${moved.length} of ${visits.length} moved${such}`,
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
  // -force: what is there already, or gone already, is as it should be.
  await exec(host, ['ip', '-force', '-batch', '-'], { input: commands });
}
