import type { Problem } from '../../errors/errors.ts';

/** What is looked at in a certificate and its key, in the order of the matrix. */
export const CHECK_NAMES = ['certificate', 'chain', 'dates', 'names', 'use', 'key', 'mode'] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** What was found; `where` is always a file. A warning does not stop a deploy. */
export interface CertificateFinding extends Problem {
  readonly where: string;
  readonly check: CheckName;
  readonly warning?: true;
  /** Who signed it instead of the CA, so that what is wrong with all of them is told once. */
  readonly signedBy?: string;
}

/** A finding before it is known in which file. */
export type CertificateFault = Omit<CertificateFinding, 'where'>;

export function findingsIn(
  where: string,
  faults: readonly CertificateFault[],
): readonly CertificateFinding[] {
  return faults.map((fault) => ({ where, ...fault }));
}

/** What a person is told of it. */
export function findingToProblem({ where, what, why, next }: CertificateFinding): Problem {
  return { where, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) };
}
