import { ConnectError, ConnectionLost, NoResponse } from '../../errors/errors.ts';
import { SECOND } from '../../model/duration.ts';
import type { Answer, Answers, GateCheck, HttpProbe, Probes } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import type { Session } from '../../transport/port.ts';
import type { Fleet } from '../hosts/fleet.ts';

/** Time limit for reconnecting to a host during a query. Short, because a gate repeats its queries. */
const PATIENCE = 20 * SECOND;

/** Sends all queries of a gate or membership in parallel. A host that stays unreachable gives the answer `no-answer`. */
export async function queryHosts(
  fleet: Fleet,
  queries: GateCheck['queries'],
  patienceMs: number = PATIENCE,
): Promise<Answers> {
  const answers = await Promise.all(
    queries.map(
      async ({ host, probes }) => [host, await queryHost(fleet, host, { probes, patienceMs })] as const,
    ),
  );
  return Object.fromEntries(answers);
}

async function queryHost(
  fleet: Fleet,
  host: HostName,
  { probes, patienceMs }: { probes: Probes; patienceMs: number },
): Promise<Record<string, Answer>> {
  try {
    return await answerProbes(fleet, host, probes);
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    if (error instanceof NoResponse) return sameForAll(probes, unanswered(error));
    return await queryAgain(fleet, host, { probes, patienceMs, why: error.why });
  }
}

const LOST: Answer = { kind: 'no-answer', cause: 'connection-lost', text: 'connection lost' };

async function queryAgain(
  fleet: Fleet,
  host: HostName,
  { probes, patienceMs, why }: { probes: Probes; patienceMs: number; why: string },
): Promise<Record<string, Answer>> {
  try {
    await fleet.reconnect(host, why, patienceMs);
    return await answerProbes(fleet, host, probes);
  } catch (error) {
    if (!(error instanceof ConnectionLost) && !(error instanceof ConnectError)) throw error;
    return sameForAll(probes, error instanceof NoResponse ? unanswered(error) : LOST);
  }
}

/** A host that does not respond counts like a host that is unreachable. */
function unanswered({ reason, problem }: NoResponse): Answer {
  return { kind: 'no-answer', cause: reason === 'timeout' ? 'timeout' : 'other', text: problem.what };
}

function sameForAll(probes: Probes, answer: Answer): Record<string, Answer> {
  return Object.fromEntries(Object.keys(probes).map((name) => [name, answer]));
}

/** Runs commands in one script, sends requests in parallel over the open connection and takes facts from the survey. */
async function answerProbes(fleet: Fleet, host: HostName, probes: Probes): Promise<Record<string, Answer>> {
  const session = fleet.session(host);
  const named = Object.entries(probes);
  const commands = named.flatMap(([name, probe]) =>
    probe.kind === 'command' ? [{ name, command: probe.command }] : [],
  );
  const requests = named.flatMap(([name, probe]) =>
    probe.kind === 'request' ? [{ name, request: probe.request }] : [],
  );
  const ends = named.flatMap(([name, probe]) =>
    probe.kind === 'tls' || probe.kind === 'database-login' ? [{ name, probe }] : [],
  );
  const facts = named.flatMap(([name, probe]) => (probe.kind === 'facts' ? [name] : []));
  const [exits, responses, reached, hostFacts] = await Promise.all([
    commands.length > 0 ? session.ask(commands.map(({ command }) => command)) : [],
    requestAll(
      session,
      requests.map(({ request }) => request),
    ),
    Promise.all(ends.map(({ probe }) => session.reach(probe))),
    facts.length > 0 ? fleet.facts(host) : undefined,
  ]);
  return Object.fromEntries([
    ...commands.map(({ name }, i) => [name, exits[i]]),
    ...requests.map(({ name }, i) => [name, responses[i]]),
    ...ends.map(({ name }, i) => [name, reached[i]]),
    ...facts.map((name) => [name, { kind: 'facts', facts: hostFacts }]),
  ]) as Record<string, Answer>;
}

/**
 * Sends requests to one URL in sequence, and to different URLs in parallel. The second request to a URL must see the
 * effect of the first (session persistence of a load balancer).
 */
async function requestAll(session: Session, requests: readonly HttpProbe[]): Promise<readonly Answer[]> {
  const last = new Map<string, Promise<Answer>>();
  return Promise.all(
    requests.map((request) => {
      const before = last.get(request.url);
      const answer = before ? before.then(() => session.request(request)) : session.request(request);
      last.set(request.url, answer);
      return answer;
    }),
  );
}
