import type { RoleKey } from '../../inventory/draft.ts';

/** A host as it was typed. */
export interface TypedHost {
  readonly name: string;
  readonly address: string;
}

const NAMES: Readonly<Record<RoleKey, string>> = {
  databases: 'db',
  brokers: 'rabbit',
  managers: 'manager',
  load_balancers: 'lb',
};
/** The last part of the first address that is offered for a role. */
const OFFERED: Readonly<Record<RoleKey, { readonly first: number; readonly count: number }>> = {
  databases: { first: 11, count: 3 },
  brokers: { first: 21, count: 3 },
  managers: { first: 31, count: 3 },
  load_balancers: { first: 41, count: 1 },
};

/** `10.0.0.11,db2=10.0.0.12`: an address without a name gets the role's, by its place in the list. */
export function parseHosts(role: RoleKey, text: string): readonly TypedHost[] {
  return text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map((part, index) => {
      const [, name, address] = /^([^=]*)=(.*)$/.exec(part) ?? [];
      return { name: name || `${NAMES[role]}${index + 1}`, address: address ?? part };
    });
}

/** Addresses to begin with, in the network of a host that is known. */
export function offeredHosts(role: RoleKey, known = '10.0.0.1'): string {
  const network = /^(\d+\.\d+\.\d+)\.\d+$/.exec(known)?.[1];
  if (network === undefined) return '';
  const { first, count } = OFFERED[role];
  return Array.from({ length: count }, (_, index) => `${network}.${first + index}`).join(', ');
}
