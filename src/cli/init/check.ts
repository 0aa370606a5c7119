import type { Problem } from '../../errors/errors.ts';
import { draftInventory, ROLE_SECTIONS } from '../../inventory/draft.ts';
import type { RoleSection } from '../../inventory/draft.ts';
import { readInventory } from '../../inventory/read.ts';
import type { Io } from '../terminal/io.ts';
import { missingFiles, withDefaults } from './answers.ts';
import type { TypedAnswers } from './answers.ts';
import type { TypedHost } from './hosts.ts';
import { needsPrivateIp } from './private-ips.ts';

/** Problems that an inventory with the answers so far would have, without positions in a file. */
export function problemsSoFar(directory: string, typed: TypedAnswers, io: Io): readonly Problem[] {
  const answers = withDefaults(directory, typed, io);
  const text = draftInventory({
    ...answers,
    hosts: withPlaceholders(answers.hosts),
    tls: 'certificates',
    secrets: { env: true },
  });
  const context = { path: '', directory, home: io.home, env: io.env };
  const { problems } = readInventory(text, context);
  const ofInventory = problems.map(({ what, next }) => (next === undefined ? { what } : { what, next }));
  return [...missingFiles(typed, io), ...ofInventory];
}

type Hosts = Readonly<Record<RoleSection, readonly TypedHost[]>>;

/**
 * Adds placeholders for hosts and private addresses that later questions ask for, so that they are not reported as
 * missing.
 */
function withPlaceholders(hosts: Hosts): Hosts {
  let last = 0;
  const placeholder = () => `${UNUSED_NETWORK}.${(last += 1)}`;
  const entries = ROLE_SECTIONS.map((role) => {
    const known = hosts[role].map((host) =>
      needsPrivateIp(host) ? { ...host, private_ip: placeholder() } : host,
    );
    if (known.length > 0 || role === 'load_balancers') return [role, known];
    const names = [1, 2, 3].map((number) => `placeholder-${role}-${number}`);
    return [role, names.map((name) => ({ name, address: placeholder() }))];
  });
  return Object.fromEntries(entries) as Hosts;
}

/** Reserved for benchmarks (RFC 2544), so that no host of a cluster has an address in it. */
const UNUSED_NETWORK = '198.18.255';
