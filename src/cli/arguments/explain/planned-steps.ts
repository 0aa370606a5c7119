import { UsageError } from '../../../errors/errors.ts';
import type { Change } from '../../../model/change.ts';
import { hostsOf, type Cluster } from '../../../model/cluster.ts';
import type { HostName } from '../../../model/names.ts';
import type { PhasePlan } from '../../../model/plan/plan.ts';
import type { Step } from '../../../model/plan/step.ts';
import { buildPlan } from '../../../plan/build/build-plan.ts';
import { DEPLOY } from '../../../plan/build/named-change.ts';
import { parsePlaybook } from '../../../playbook/parse.ts';
import { PLAYBOOK_VOCABULARY } from '../../../registry/vocabulary.ts';
import { hostsOnMachineOf, replacementPlaybook, resolveChange } from '../../change/resolve-change.ts';
import { builtInPlaybook, playbookFile } from '../../resource.ts';
import type { CliCommand, CliCommands } from '../command.ts';
import { isGroup, readCommandLine } from '../read.ts';
import { exampleMaterial } from './example-material.ts';

/** A step of a plan, with the command line that runs it. */
export interface PlannedStep {
  /** Without the inventory: `remove-broker rabbit2 --lost`. */
  readonly command: string;
  readonly phase: PhasePlan;
  readonly step: Step;
}

interface PlannedChange {
  readonly command: string;
  readonly change: Change;
  readonly playbook: string;
}

/**
 * The steps of every command that changes the cluster, also those that run within another step. They come from the plans,
 * which need no host and no local file.
 * @param about hosts whose changes come first; other changes are about the first and the last host of a role
 */
export function* plannedSteps(
  cluster: Cluster,
  commands: CliCommands,
  about: readonly HostName[],
): Generator<PlannedStep> {
  const material = exampleMaterial(cluster);
  for (const { command, change, playbook } of changes(cluster, commands, about)) {
    const file = playbookFile(playbook);
    const parsed = parsePlaybook(builtInPlaybook(playbook), { file, vocabulary: PLAYBOOK_VOCABULARY });
    const { phases } = buildPlan({ playbook: parsed, cluster, change, material });
    for (const phase of phases)
      for (const step of phase.lanes.flatMap(({ steps }) => steps).flatMap(withInner))
        yield { command, phase, step };
  }
}

function withInner(step: Step): readonly Step[] {
  const { action, before = [] } = step;
  const repair = action.kind === 'job' ? action.repair : [];
  return [step, ...[...before, ...repair].flatMap(withInner)];
}

function* changes(
  cluster: Cluster,
  commands: CliCommands,
  about: readonly HostName[],
): Generator<PlannedChange> {
  yield { command: 'deploy', change: DEPLOY, playbook: 'deploy' };
  for (const command of commands) {
    if (isGroup(command) || !command.rehearsal) continue;
    for (const words of argumentsFor(command, cluster, about)) {
      const planned = changeOf([command.name, ...words], cluster, commands);
      if (planned) yield planned;
    }
  }
}

/** The change of a command line; undefined if the cluster has no host for it. */
function changeOf(
  [name = '', ...words]: readonly string[],
  cluster: Cluster,
  commands: CliCommands,
): PlannedChange | undefined {
  const declared = commands.find((one): one is CliCommand => !isGroup(one) && one.name === name);
  const line = readCommandLine([name, 'inventory.yaml', ...words], commands);
  if (line.kind !== 'command' || !declared?.rehearsal) return undefined;
  const request = declared.rehearsal.request(line.args);
  try {
    const change = resolveChange(request.requested, cluster);
    const playbook =
      request.kind === 'replace'
        ? replacementPlaybook(request.playbook, hostsOnMachineOf(cluster, request.requested.name))
        : request.playbook;
    return { command: [name, ...words].join(' '), change, playbook };
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** The words after the inventory: a host of each kind that the command takes, and `--lost` if it has this flag. */
function argumentsFor(
  { positionals, flags }: CliCommand,
  cluster: Cluster,
  about: readonly HostName[],
): readonly (readonly string[])[] {
  const taken = Object.values(positionals)[1]?.completes;
  if (taken === undefined) return [[]];
  const hosts = cluster.hosts.filter(({ role }) => taken === 'host' || taken === role);
  const ends = [...new Set(hosts.map(({ role }) => role))].flatMap((role) => {
    const own = hostsOf(cluster, role);
    return [own[0], own.at(-1)];
  });
  const first = hosts.filter(({ name }) => about.includes(name));
  const names = [...first, ...ends].flatMap((host) => host?.name ?? []);
  return [...new Set(names)].flatMap((name) => ('lost' in flags ? [[name], [name, '--lost']] : [[name]]));
}
