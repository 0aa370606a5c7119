import type { Problem } from '../../errors/errors.ts';
import { draftInventory, ROLE_SECTIONS } from '../../inventory/draft.ts';
import { readInventory } from '../../inventory/read.ts';
import type { Io } from '../terminal/io.ts';
import { draftOf, missingFiles, platformFaults, withDefaults } from './answers.ts';
import type { InitAnswers, TypedAnswers } from './answers.ts';
import { needsPrivateIp } from './private-ips.ts';

/** Problems that an inventory with the answers so far would have, without positions in a file. */
export function problemsSoFar(directory: string, typed: TypedAnswers, io: Io): readonly Problem[] {
  const answers = withDefaults(directory, typed, io);
  const text = draftInventory({
    ...draftOf({ ...answers, hosts: withPlaceholders(answers) }),
    tls: 'certificates',
    secrets: { env: true },
  });
  const context = { path: '', directory, home: io.home, env: io.env };
  const { problems } = readInventory(text, context);
  const ofInventory = problems.map(({ what, next }) => (next === undefined ? { what } : { what, next }));
  return [...platformFaults(typed), ...missingFiles(typed, io), ...ofInventory];
}

/**
 * Adds placeholders for hosts and private addresses that later questions ask for, so that they are not reported as
 * missing.
 */
function withPlaceholders({ hosts, native }: InitAnswers): InitAnswers['hosts'] {
  let last = 0;
  const placeholder = () => `${UNUSED_NETWORK}.${(last += 1)}`;
  const entries = ROLE_SECTIONS.map((role) => {
    const known = hosts[role].map((host) =>
      needsPrivateIp(host) ? { ...host, private_ip: placeholder() } : host,
    );
    const optional = role === 'load_balancers' || (native && role === 'managers');
    if (known.length > 0 || optional) return [role, known];
    const names = [1, 2, 3].map((number) => `placeholder-${role}-${number}`);
    return [role, names.map((name) => ({ name, address: placeholder() }))];
  });
  return Object.fromEntries(entries) as InitAnswers['hosts'];
}

/** Reserved for benchmarks (RFC 2544), so that no host of a cluster has an address in it. */
const UNUSED_NETWORK = '198.18.255';
