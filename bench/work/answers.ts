import type { Answer, Answers, GateCheck, Probe } from '../../src/model/health/gate.ts';
import type { Session } from '../../src/transport/port.ts';

/** Sends all queries of a gate at once. */
export async function answersOf(
  sessions: ReadonlyMap<string, Session>,
  { cluster, queries }: { readonly cluster: string; readonly queries: GateCheck['queries'] },
): Promise<Answers> {
  const answers = await Promise.all(
    queries.map(async ({ host, probes }) => {
      const session = sessions.get(host);
      if (!session) throw new Error(`${host}: not connected`);
      const one = async ([name, probe]: [string, Probe]) =>
        [name, await answerOf(session, { cluster, probe })] as const;
      return [host, Object.fromEntries(await Promise.all(Object.entries(probes).map(one)))] as const;
    }),
  );
  return Object.fromEntries(answers);
}

async function answerOf(
  session: Session,
  { cluster, probe }: { readonly cluster: string; readonly probe: Probe },
): Promise<Answer> {
  if (probe.kind === 'request') return session.request(probe.request);
  if (probe.kind === 'command') return (await session.ask([probe.command]))[0]!;
  if (probe.kind === 'facts') return { kind: 'facts', facts: await factsOf(session, { cluster, ...probe }) };
  return session.reach(probe);
}

async function factsOf(
  session: Session,
  { cluster, names, disks }: { readonly cluster: string } & Extract<Probe, { kind: 'facts' }>,
) {
  const ask = { cluster, files: [], paths: [], guards: [], directories: [], names, disks };
  return (await session.survey(ask)).facts;
}
