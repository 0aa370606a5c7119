import type { Clause, Proof } from '../../model/health/proof.ts';
import { inOrder, RUN_AGAIN, waitUntil, type Next } from '../../model/next-step.ts';
import type { Service } from '../../model/names.ts';

/** More than half of the members. etcd needs them to decide; a broker that reaches fewer pauses. */
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

/** Not safe now, but maybe at a later query. */
export function wait(...clauses: readonly Clause[]): Proof {
  return { state: 'wait', clauses, next: inOrder(waitUntil('the members are healthy'), RUN_AGAIN) };
}

export function refused(clauses: Clause | readonly Clause[], next: Next): Proof {
  return { state: 'refused', clauses: [clauses].flat(), next };
}

/** The proof with these clauses before its own. */
export function withClauses(proof: Proof, ...clauses: readonly Clause[]): Proof {
  return { ...proof, clauses: [...clauses, ...proof.clauses] };
}

/** The first proof that is not safe, or one safe proof with all clauses. */
export function all(...proofs: readonly Proof[]): Proof {
  const unsafe =
    proofs.find((proof) => proof.state === 'refused') ?? proofs.find((proof) => proof.state === 'wait');
  return unsafe ?? safe(...proofs.flatMap(({ clauses }) => clauses));
}
