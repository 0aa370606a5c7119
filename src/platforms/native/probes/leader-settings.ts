import { settingsIn } from '../../../components/postgresql/answers.ts';
import type { Gate } from '../../../gates/gate.ts';
import { hostsOf } from '../../../model/cluster.ts';
import type { MemberAnswers } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { leaderSettings } from '../commands/sql.ts';
import { parametersFromLeader } from '../config/parameters.ts';

const PROBE = 'settings';

/** Arguments of the gates that compare the leader with the inventory. */
export interface ComparedParameters {
  readonly [key: string]: unknown;
  readonly databases: readonly HostName[];
  readonly wanted: Readonly<Record<string, number>>;
}

/** A parameter with which the leader runs, and the value of the inventory. */
export interface ChangedParameter {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Queries the parameters that a standby must not have smaller than its leader. Only the leader returns them. */
export const queryLeaderSettings: Gate['queries'] = (cluster) => {
  const databases = hostsOf(cluster, 'database').map(({ name }) => name);
  const wanted = parametersFromLeader(cluster);
  const probe = { kind: 'command', command: leaderSettings(Object.keys(wanted)) } as const;
  return {
    queries: databases.map((host) => ({ host, probes: { [PROBE]: probe } })),
    args: { databases, wanted } satisfies ComparedParameters,
  };
};

/** The part of a database in the replication, as it reports it; undefined if it did not answer. */
export function partAnsweredBy(
  answers: MemberAnswers | undefined,
): 'leader' | 'streaming' | 'other' | undefined {
  const answer = answers?.[PROBE];
  if (answer?.kind !== 'exited' || answer.code !== 0) return undefined;
  const { streaming, ...parameters } = settingsIn(answer);
  if (Object.keys(parameters).length > 0) return 'leader';
  return streaming === 1 ? 'streaming' : 'other';
}

/** The parameters of a leader that differ from the inventory. None for a database that does not answer or does not lead. */
export function changedParameters(
  answers: MemberAnswers | undefined,
  { wanted }: ComparedParameters,
): readonly ChangedParameter[] {
  return Object.entries(settingsIn(answers?.[PROBE])).flatMap(([name, from]) => {
    const to = wanted[name];
    return to === undefined || from === to ? [] : [{ name, from, to }];
  });
}
