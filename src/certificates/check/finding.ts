import type { Problem } from '../../errors/errors.ts';

/** The checks of a certificate and its key, in the order in which they are printed. */
export const CHECK_NAMES = ['certificate', 'chain', 'dates', 'names', 'use', 'key', 'mode'] as const;
export type CertificateCheck = (typeof CHECK_NAMES)[number];

/** A fault and the file that has it (`where`). A warning does not stop a deploy. */
export interface CertificateFinding extends Problem {
  readonly where: string;
  readonly check: CertificateCheck;
  readonly warning?: true;
  /** True if the file does not exist, so that all missing files are reported once. */
  readonly isMissing?: true;
  /** Subject of the CA that signed it instead of the cluster's CA, so that a fault of all certificates is reported once. */
  readonly signedBy?: string;
}

/** A finding without its file. */
export type CertificateFault = Omit<CertificateFinding, 'where'>;

export function findingsIn(
  where: string,
  faults: readonly CertificateFault[],
): readonly CertificateFinding[] {
  return faults.map((fault) => ({ where, ...fault }));
}

/** Returns the parts of a finding that are printed. */
export function findingToProblem({ where, what, why, next }: CertificateFinding): Problem {
  return { where, what, ...(why === undefined ? {} : { why }), ...(next === undefined ? {} : { next }) };
}
