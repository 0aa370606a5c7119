import type { Problem } from '../../errors/errors.ts';

/** What is looked at in a certificate and its key, in the order of the matrix. */
export const CHECKS = ['certificate', 'chain', 'dates', 'names', 'use', 'key', 'mode'] as const;
export type CheckName = (typeof CHECKS)[number];

/** What was found; `where` is always a file. A warning does not stop a deploy. */
export interface Finding extends Problem {
  readonly where: string;
  readonly check: CheckName;
  readonly warning?: true;
  /** Who signed it instead of the CA, so that what is wrong with all of them is told once. */
  readonly signedBy?: string;
}

/** A finding before it is known in which file. */
export type Fault = Omit<Finding, 'where'>;

export function at(where: string, faults: readonly Fault[]): readonly Finding[] {
  return faults.map((fault) => ({ where, ...fault }));
}

/** What a person is told of it. */
export function toProblem({ where, what, why, next }: Finding): Problem {
  return { where, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) };
}
