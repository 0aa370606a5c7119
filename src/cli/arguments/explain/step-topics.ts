import { loadInventoryFiles, readInventoryFiles } from '../../../inventory/load.ts';
import type { Cluster } from '../../../model/cluster.ts';
import { formatDuration } from '../../../model/duration.ts';
import { isAwaited, patienceOf } from '../../../model/plan/awaited-operation.ts';
import type { Action } from '../../../model/plan/step.ts';
import { doingLines, gateLines, phaseHead } from '../../../report/plan/plan-lines.ts';
import { hang } from '../../../report/text.ts';
import { UsageError } from '../../../errors/errors.ts';
import type { Edges } from '../../program-environment.ts';
import type { CliCommands } from '../command.ts';
import { defaultInventory, inventoryPath } from '../inventory-path.ts';
import { exampleCluster, EXAMPLES } from './examples.ts';
import { plannedSteps, type PlannedStep } from './planned-steps.ts';
import type { Topic } from './topics.ts';

/** Text columns of a line, which is indented by two spaces. */
const WIDTH = 78;

interface NamedStep {
  readonly id: string;
  /** The inventory that the operator named; that of the current directory by default. */
  readonly inventory: string | undefined;
}

/**
 * Explains a step, `phase/host/slug`, from the plan that runs it: the plan of the operator's inventory or, without one
 * or for a step that it does not have, that of an example. Reads no secret. None if no plan has such a step.
 * @throws UsageError with the problems of the inventory that the operator named
 */
export async function stepTopics(
  { id, inventory }: NamedStep,
  edges: Edges,
  commands: CliCommands,
): Promise<readonly Topic[]> {
  const own = await ownCluster(inventory, edges);
  const found = own && stepIn(own, id, commands);
  if (found) return [topicOf(id, found, [])];
  const examples = EXAMPLES.flatMap((name) => {
    const cluster = exampleCluster(name);
    const step = stepIn(cluster, id, commands);
    return step ? [topicOf(id, step, [`On ${cluster.platform}, with hosts of an example:`])] : [];
  });
  return [...new Map(examples.map((topic) => [topic.lines[0], topic])).values()];
}

/** The step with this id. If no plan has it: a step of the same phase with the same last part, of another host. */
function stepIn(cluster: Cluster, id: string, commands: CliCommands): PlannedStep | undefined {
  const [phase, , ...slug] = id.split('/');
  const named = cluster.hosts.map(({ name }) => name).filter((name) => id.includes(name));
  let alike: PlannedStep | undefined;
  for (const planned of plannedSteps(cluster, commands, named)) {
    if (planned.step.id === id) return planned;
    const [otherPhase, , ...otherSlug] = planned.step.id.split('/');
    if (otherPhase === phase && otherSlug.join('/') === slug.join('/')) alike ??= planned;
  }
  return alike;
}

async function ownCluster(named: string | undefined, { io }: Edges): Promise<Cluster | undefined> {
  const path = named === undefined ? defaultInventory() : inventoryPath(named);
  if (path === undefined) return undefined;
  // A broken inventory of the directory is no reason to explain nothing.
  const reading = await loadInventoryFiles(path, io.env)
    .then((files) => readInventoryFiles(files, { env: io.env, allowBelowMinimum: true }))
    .catch((error: unknown) => {
      if (named === undefined && error instanceof UsageError) return undefined;
      throw error;
    });
  if (named !== undefined && reading && !reading.inventory) throw new UsageError(reading.problems);
  return reading?.inventory?.cluster;
}

function topicOf(id: string, planned: PlannedStep, head: readonly string[]): Topic {
  return { kind: 'step', names: [id], lines: [...head, ...stepText(planned).flatMap(wrapped)] };
}

/** Wraps a line below its own indentation. */
function wrapped(line: string): readonly string[] {
  const text = line.trimStart();
  return hang(' '.repeat(line.length - text.length), text, WIDTH);
}

function stepText({ command, phase, step }: PlannedStep): readonly string[] {
  const { title, host, action, operation } = step;
  const waits = operation && isAwaited(operation) ? patienceOf(operation) : undefined;
  const limit = limitText(action);
  return [
    `Purpose: ${title}`,
    `Host: ${typeof host === 'string' ? host : `one of ${host.anyOf.join(', ')}`}`,
    `Command: quorate ${command}`,
    `Phase: ${phaseHead(phase)}`,
    'What it does:',
    ...doingLines(step).map((line) => `  ${line}`),
    ...(limit === undefined ? [] : [`Time limit: ${limit}`]),
    ...(waits === undefined
      ? []
      : [`Then it waits: at most ${formatDuration(waits)}, until the members report the result`]),
    ...(operation === undefined ? ['It disrupts no member.'] : []),
    ...(phase.gates.length === 0
      ? []
      : ['Gates at the end of the phase:', ...phase.gates.flatMap(gateLines).map((line) => `  ${line}`)]),
  ];
}

function limitText(action: Action): string | undefined {
  if (action.kind === 'run') return formatDuration(action.command.timeoutMs);
  if (action.kind !== 'job') return undefined;
  return `${formatDuration(action.command.timeoutMs)}; the job continues if the connection is lost`;
}
