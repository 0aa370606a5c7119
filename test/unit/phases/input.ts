import { createHash } from 'node:crypto';
import { parseVersion } from '../../../src/platforms/cloudify/product/versions.ts';
import { clustersOf } from '../../../src/model/change.ts';
import { hostsOf, type Cluster, type Host } from '../../../src/model/cluster.ts';
import type { Role } from '../../../src/model/names.ts';
import type { Lane } from '../../../src/model/plan/plan.ts';
import { Secret } from '../../../src/model/secret.ts';
import type { Action, FileSpec, Step } from '../../../src/model/plan/step.ts';
import type { PhaseInput } from '../../../src/phases/phase.ts';
import { phasesOf } from '../../../src/registry/phases.ts';
import { cluster, having, host, material } from '../platforms/cloudify/fixture.ts';

/** A short digest for golden files, of a value or of the content of a secret. */
export const digest = (value: unknown): string => {
  const text = value instanceof Secret ? value.reveal() : JSON.stringify(value);
  return `digest:${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
};

export const input = (hosts: readonly Host[], over: Partial<PhaseInput> = {}): PhaseInput => {
  const after = over.after ?? cluster;
  return {
    phase: 'phase',
    change: { kind: 'deploy' },
    ...clustersOf({ kind: 'deploy' }, after),
    material,
    hosts,
    digest,
    ...over,
  };
};

export const lanes = (phase: string, given: PhaseInput): readonly Lane[] => [
  ...phasesOf(given.after)[phase]!.lanes(given),
];
export const steps = (phase: string, given: PhaseInput): readonly Step[] =>
  lanes(phase, given).flatMap((lane) => lane.steps);
export const operationKinds = (phase: string, given: PhaseInput): readonly (string | undefined)[] =>
  lanes(phase, given).map((lane) => lane.steps[0]?.operation?.kind);
export const ofRole = (role: Role, within: Cluster = cluster): readonly Host[] => hostsOf(within, role);
export const filesOf = (action: Action): readonly FileSpec[] => (action.kind === 'files' ? action.files : []);
export const withAdded = (role: Role): Cluster => ({
  ...cluster,
  hosts: [...cluster.hosts, host('new1', role, 99)],
});

export const hostsFile: Cluster = { ...cluster, nameResolution: 'hosts-file' };
export const named = having('rabbit1', { hostname: 'rabbit1.example.com' }, hostsFile);
export const verified: Cluster = { ...cluster, sslClientVerification: true };
export const ofRelease = (text: string): Cluster => ({ ...cluster, version: parseVersion(text)! });
