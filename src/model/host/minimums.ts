import type { Role } from '../names.ts';

/** How many hosts a role needs. */
interface MemberMinimum {
  /** The product refuses to install fewer hosts. */
  readonly hardMinimum: number;
  /** With fewer hosts, the first failure stops the service. Requires `topology: { below_minimum: accept }`. */
  readonly recommended: number;
  /** The product does not support more hosts. */
  readonly maximum?: number;
  /** True if an even number of members tolerates no more failures than one member less. */
  readonly odd: boolean;
}

export const MINIMUMS: Readonly<Record<Role, MemberMinimum>> = {
  database: { hardMinimum: 2, recommended: 3, odd: true },
  broker: { hardMinimum: 1, recommended: 3, odd: false },
  manager: { hardMinimum: 1, recommended: 2, maximum: 10, odd: false },
  load_balancer: { hardMinimum: 0, recommended: 0, odd: false },
};
