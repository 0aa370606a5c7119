import { thenVerify } from '../../../gates/advice.ts';
import { canonicalAddress } from '../../../model/address.ts';
import type { MemberAnswers } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import type { Finding } from '../../../gates/findings.ts';
import { registered, type Registered } from '../probes/registered-members.ts';
import { judgeBroker } from '../../../gates/external/broker.ts';
import { judgeDatabase } from '../../../gates/external/database.ts';
import type { Services } from '../../../gates/external/endpoints.ts';

/** The tag with which managers create users, vhosts and permissions for tenants and agents. */
const BROKER_TAG = 'administrator';

/** Judges the external services as one manager host sees them, and whether its manager has registered them. */
export function judgeServices(
  host: HostName,
  answers: MemberAnswers,
  { database, brokers }: Services,
): readonly Finding[] {
  return [
    ...(database ? [judgeDatabase(host, answers.database, database)] : []),
    ...brokers.map((broker) => {
      const [amqp, api] = [answers[`amqp ${broker.name}`], answers[`api ${broker.name}`]];
      return judgeBroker(host, { amqp, api }, { ...broker, neededTag: BROKER_TAG });
    }),
    ...(database ? uses(host, 'databases', { answers, nodes: [canonicalAddress(database.address)] }) : []),
    ...(brokers.length > 0 ? uses(host, 'brokers', { answers, nodes: brokers.map(({ name }) => name) }) : []),
  ];
}

/**
 * Compares a registry of the host's manager with the external services. Returns no finding if the manager does not
 * answer, for example because it is not installed yet.
 */
function uses(
  host: HostName,
  what: Registered,
  { answers, nodes }: { readonly answers: MemberAnswers; readonly nodes: readonly string[] },
): readonly Finding[] {
  const answer = answers[what];
  if (answer?.kind !== 'response') return [];
  const hint = thenVerify('correct the inventory if it was changed after the managers were installed');
  const expected = nodes.map((node) => ({ host: node, node, standing: 'member' as const }));
  return [registered(host, what, { answer, expected, hints: { foreign: () => hint, missing: hint } })];
}
