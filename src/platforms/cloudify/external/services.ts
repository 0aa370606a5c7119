import { canonicalAddress } from '../../../model/address.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import type { Finding } from '../../../gates/findings.ts';
import { registered, type Registered } from '../probes/registered-members.ts';
import { lookAtBroker } from './broker.ts';
import { lookAtDatabase } from './database.ts';
import type { Services } from './endpoints.ts';

type MemberAnswers = Readonly<Record<string, Answer>>;

/** What one manager host saw of the external services, and what the manager on it has registered of them. */
export function lookAtServices(
  host: HostName,
  answers: MemberAnswers,
  { database, brokers }: Services,
): readonly Finding[] {
  return [
    ...(database ? [lookAtDatabase(host, answers.database, database)] : []),
    ...brokers.map((broker) => {
      const [amqp, api] = [answers[`amqp ${broker.name}`], answers[`api ${broker.name}`]];
      return lookAtBroker(host, { amqp, api }, broker);
    }),
    ...(database ? uses(host, 'databases', { answers, nodes: [canonicalAddress(database.address)] }) : []),
    ...(brokers.length > 0 ? uses(host, 'brokers', { answers, nodes: brokers.map(({ name }) => name) }) : []),
  ];
}

/** Nothing where there is no manager to ask yet. */
function uses(
  host: HostName,
  what: Registered,
  { answers, nodes }: { readonly answers: MemberAnswers; readonly nodes: readonly string[] },
): readonly Finding[] {
  const answer = answers[what];
  if (answer?.kind !== 'response') return [];
  const hint = 'correct the inventory if it was changed after the managers were installed';
  const expected = nodes.map((node) => ({ host: node, node, standing: 'member' as const }));
  return [registered(host, what, { answer, expected, hints: { foreign: () => hint, missing: hint } })];
}
