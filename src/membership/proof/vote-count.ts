import type { Proof } from '../../model/health/membership.ts';
import type { Service } from '../../model/names.ts';

/** More than half: what etcd needs to decide, and what a broker needs to see so as not to pause. */
export function quorumOf(members: number): number {
  return Math.floor(members / 2) + 1;
}

/** `1 member`, `3 members`, `no member` */
export function count(n: number, word: string): string {
  return `${n === 0 ? 'no' : n} ${n === 1 || n === 0 ? word : `${word}s`}`;
}

/** The hosts of a service in the names of commands and sentences. */
export const HOSTS_OF: Readonly<Record<Service, string>> = {
  database: 'databases',
  broker: 'brokers',
  manager: 'managers',
};

/** Each proof ends with its answer: `etcd: 3 members, 3 healthy, quorum 2; without db2 2 healthy of 2: safe`. */
export function safe(sum: string): Proof {
  return { state: 'safe', arithmetic: `${sum}: safe` };
}

/** Not now; asking again may answer otherwise. */
export function wait(sum: string): Proof {
  return { state: 'wait', arithmetic: `${sum}: wait` };
}

export function refused(sum: string, hint: string): Proof {
  return { state: 'refused', arithmetic: `${sum}: refused`, hint };
}

/** The first proof that is not safe; when all are, their sums as one. */
export function all(...proofs: readonly Proof[]): Proof {
  const unsafe =
    proofs.find((proof) => proof.state === 'refused') ?? proofs.find((proof) => proof.state === 'wait');
  if (unsafe) return unsafe;
  const sums = proofs.map((proof) => proof.arithmetic.replace(/: safe$/, ''));
  return safe(sums.filter((sum) => sum !== '').join('; '));
}
