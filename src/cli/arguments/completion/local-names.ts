import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { ROLES } from '../../../model/names.ts';
import type { Role } from '../../../model/names.ts';

const SECTIONS: Readonly<Record<Role, string>> = {
  database: 'databases',
  broker: 'brokers',
  manager: 'managers',
  load_balancer: 'load_balancers',
};

/** An inventory is smaller. A larger file would delay the shell. */
const MOST_BYTES = 1 << 20;

/** A name that a shell takes as it is. */
const PLAIN_NAME = /^[\w.-]+$/;

/**
 * The hosts that an inventory lists with these roles. None if it cannot be read: neither its values nor the files to
 * which it refers are checked, because a shell waits for the answer.
 */
export function hostsIn(inventory: string, roles: readonly Role[] = ROLES): readonly string[] {
  const sections = yamlOf(inventory) as Record<string, { hosts?: unknown } | null> | null;
  return roles
    .flatMap((role) => listOf(sections?.[SECTIONS[role]]?.hosts))
    .map((host) => (host as { name?: unknown } | null)?.name)
    .filter(isPlainName);
}

/** The phases of a playbook, from its text. */
export function phasesIn(playbook: string): readonly string[] {
  const phases = listOf((parse(playbook) as { phases?: unknown } | null)?.phases);
  return phases.map((phase) => (phase as { id?: unknown } | null)?.id).filter(isPlainName);
}

function yamlOf(path: string): unknown {
  try {
    if (!statSync(path).isFile() || statSync(path).size > MOST_BYTES) return undefined;
    return parse(readFileSync(path, 'utf8'), { merge: true, logLevel: 'error' });
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isPlainName(name: unknown): name is string {
  return typeof name === 'string' && PLAIN_NAME.test(name);
}
