import { jumpText, parseJump } from '../../model/host/jump-hosts.ts';
import type { JumpHost } from '../../model/host/jump-hosts.ts';
import { ROLES } from '../../model/names.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawSsh } from '../schema/raw.ts';
import type { YamlPath } from '../yaml/source.ts';
import type { Rule } from './rule.ts';

/** Each entry of `jump` names bastions. */
const bastionsNamed: Rule = (input) =>
  sections(input).flatMap(({ at, ssh }) =>
    entriesOf(at, ssh.jump).flatMap((entry) => bastionFinding(entry, entry.isListed)),
  );

/** No bastion is passed twice. */
const bastionsDistinct: Rule = (input) =>
  sections(input).flatMap(({ at, ssh }) => {
    const hops = entriesOf(at, ssh.jump).flatMap(({ text }) => parseJump(text) ?? []);
    const twice = hops.find((hop, index) => hops.slice(0, index).some((other) => isSame(hop, other)));
    if (!twice) return [];
    const what = `the connection would pass ${jumpText(twice)} twice`;
    return [{ at: [...at, 'jump'], what, next: 'list each bastion once, from the nearest to the farthest' }];
  });

export const jumpRules: readonly Rule[] = [bastionsNamed, bastionsDistinct];

interface Section {
  readonly at: YamlPath;
  readonly ssh: RawSsh;
}

/** Returns the `ssh` sections of the inventory, the roles and the hosts. */
function sections({ raw, hosts }: Parameters<Rule>[0]): readonly Section[] {
  const all: readonly { readonly at: YamlPath; readonly ssh: RawSsh | undefined }[] = [
    { at: ['ssh'], ssh: raw.ssh },
    ...ROLES.map((role) => ({ at: [`${role}s`, 'ssh'], ssh: raw[`${role}s`]?.ssh })),
    ...hosts.map((located) => ({ at: [...located.at, 'ssh'], ssh: located.raw.ssh })),
  ];
  return all.flatMap(({ at, ssh }) => (ssh ? [{ at, ssh }] : []));
}

interface Entry {
  readonly at: YamlPath;
  readonly text: string;
  /** True in a list, where each entry is one bastion. */
  readonly isListed: boolean;
}

function entriesOf(at: YamlPath, jump: RawSsh['jump']): readonly Entry[] {
  if (jump === undefined) return [];
  const path = [...at, 'jump'];
  if (typeof jump === 'string') return [{ at: path, text: jump, isListed: false }];
  return jump.map((entry, index) =>
    typeof entry === 'string'
      ? { at: [...path, index], text: entry, isListed: true }
      : { at: [...path, index, 'host'], text: entry.host, isListed: true },
  );
}

function bastionFinding({ at, text }: Entry, isListed: boolean): readonly InventoryFinding[] {
  const hops = parseJump(text);
  if (hops && (!isListed || hops.length === 1)) return [];
  return [{ at, what: `"${text}" is not a bastion`, next: NEXT }];
}

const NEXT = 'write [user@]host[:port], as in operator@bastion.example.com:2222; an IPv6 address in brackets';

function isSame(one: JumpHost, other: JumpHost): boolean {
  return one.address === other.address && (one.port ?? 22) === (other.port ?? 22);
}
