import type { Role } from './names.ts';

/**
 * How many hosts a role needs. `least`: fewer lose the quorum with the first failure (managers: nobody takes over);
 * below it only with `topology: { below_minimum: accept }`, and never below `bare`, under which the product refuses
 * to install. `most`: what the product supports.
 */
export interface MemberMinimum {
  readonly hardMinimum: number;
  readonly recommended: number;
  readonly maximum?: number;
  /** An even number of members tolerates no more failures than one less. */
  readonly odd: boolean;
}

export const MINIMUMS: Readonly<Record<Role, MemberMinimum>> = {
  database: { hardMinimum: 2, recommended: 3, odd: true },
  broker: { hardMinimum: 1, recommended: 3, odd: false },
  manager: { hardMinimum: 1, recommended: 2, maximum: 10, odd: false },
  load_balancer: { hardMinimum: 0, recommended: 0, odd: false },
};
