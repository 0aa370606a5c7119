import type { Clause, Proof } from '../../model/health/proof.ts';
import { inOrder, RUN_AGAIN, waitUntil, type Next } from '../../model/next-step.ts';
import type { Service } from '../../model/names.ts';

/**
 * Returns the number of members that is more than half of all. etcd needs that many members to decide; a broker that
 * reaches fewer pauses.
 */
export function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** The members of a service, as a noun in messages. */
export const HOSTS_OF: Readonly<Record<Service, string>> = {
  database: 'databases',
  broker: 'brokers',
  manager: 'managers',
};

export function safe(...clauses: readonly Clause[]): Proof {
  return { state: 'safe', clauses };
}

/** Returns the proof that the operation is not safe now, but may be at a later query. */
export function wait(...clauses: readonly Clause[]): Proof {
  return { state: 'wait', clauses, next: inOrder(waitUntil('the members are healthy'), RUN_AGAIN) };
}

export function refused(clauses: Clause | readonly Clause[], next: Next): Proof {
  return { state: 'refused', clauses: [clauses].flat(), next };
}

/** Returns the proof with the given clauses before its own. */
export function withClauses(proof: Proof, ...clauses: readonly Clause[]): Proof {
  return { ...proof, clauses: [...clauses, ...proof.clauses] };
}

/** Returns the first `refused` proof, otherwise the first `wait` proof, otherwise one safe proof with all clauses. */
export function all(...proofs: readonly Proof[]): Proof {
  const unsafe =
    proofs.find((proof) => proof.state === 'refused') ?? proofs.find((proof) => proof.state === 'wait');
  return unsafe ?? safe(...proofs.flatMap(({ clauses }) => clauses));
}
