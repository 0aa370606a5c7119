import type { Role } from './names.ts';

/**
 * How many hosts a role needs. `least`: fewer lose the quorum with the first failure (managers: nobody takes over);
 * below it only with `topology: { below_minimum: accept }`, and never below `bare`, under which the product refuses
 * to install. `most`: what the product supports.
 */
export interface Floor {
  readonly bare: number;
  readonly least: number;
  readonly most?: number;
  /** An even number of members tolerates no more failures than one less. */
  readonly odd: boolean;
}

export const FLOORS: Readonly<Record<Role, Floor>> = {
  database: { bare: 2, least: 3, odd: true },
  broker: { bare: 1, least: 3, odd: false },
  manager: { bare: 1, least: 2, most: 10, odd: false },
  load_balancer: { bare: 0, least: 0, odd: false },
};
