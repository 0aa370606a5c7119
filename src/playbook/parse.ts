import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { Problem } from '../errors/errors.ts';
import { UsageError } from '../errors/errors.ts';
import type { GateName } from '../model/names.ts';
import type { Playbook, PlaybookPhase, Selector } from './playbook.ts';
import { parseSelector } from './select.ts';

/** The keys of a playbook, with their meanings. */
export const TOP_KEYS = {
  title: 'what the playbook does, as plans and screens show it',
  parameters: 'names of the arguments that the playbook takes',
  phases: 'the phases, in order',
};

/** The keys of a phase, with their meanings. */
export const PHASE_KEYS = {
  id: 'the name of the phase in plans, events and step ids',
  phase: 'the phase to run; default: the id',
  on: 'the hosts: one value or a list',
  order: 'the order of the hosts; default: parallel',
  gates: 'gates that must pass before a later phase starts',
  after: 'phases that must be finished before; default: the phase above',
};

/** The orders of hosts, with their meanings. */
export const ORDERS = {
  parallel: 'all hosts at the same time',
  serial: 'one host after the other, as in the inventory',
  'leader-last':
    'one host after the other: unhealthy members first, the current leader last; decided again before each host',
} satisfies Readonly<Record<PlaybookPhase['order'], string>>;

/** The names of phases and gates that a playbook may use. */
export interface Vocabulary {
  readonly phases: readonly string[];
  readonly gates: readonly string[];
}

interface Parser {
  readonly problem: (node: Node | null | undefined, what: string, next?: string) => void;
  readonly vocabulary: Vocabulary;
}

/**
 * Reads a playbook from its text.
 * @param file name of the file in messages
 * @throws UsageError with all problems, each with file and line
 */
export function parsePlaybook(
  text: string,
  { file, vocabulary }: { file: string; vocabulary: Vocabulary },
): Playbook {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems: Problem[] = document.errors.map((error) => ({
    where: `${file}:${lines.linePos(error.pos[0]).line}`,
    what: error.message.split('\n')[0] ?? error.code,
  }));
  const problem: Parser['problem'] = (node, what, next) => {
    const at = lines.linePos(node?.range?.[0] ?? 0);
    problems.push({ where: `${file}:${at.line}:${at.col}`, what, ...(next ? { next } : {}) });
  };
  const playbook =
    problems.length === 0 ? readPlaybook(document.contents, file, { problem, vocabulary }) : undefined;
  if (problems.length > 0 || !playbook) throw new UsageError(problems);
  return playbook;
}

function readPlaybook(root: Node | null, file: string, parser: Parser): Playbook | undefined {
  if (!isMap(root)) return void parser.problem(root, 'a playbook must be a map with `title` and `phases`');
  refuseOtherKeys(root, Object.keys(TOP_KEYS), parser);
  const items = root.get('phases', true);
  if (!isSeq(items) || items.items.length === 0)
    return void parser.problem(root, '`phases` must be a list of phases');
  const phases: PlaybookPhase[] = [];
  for (const item of items.items) {
    const phase = readPhase(item as Node, phases, parser);
    if (phase) phases.push(phase);
  }
  const name = file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const title = words(root, 'title')[0]?.text ?? name;
  const parameters = list(root, 'parameters', parser).map(({ text }) => text);
  return { name, title, parameters, phases };
}

function readPhase(node: Node, before: readonly PlaybookPhase[], parser: Parser): PlaybookPhase | undefined {
  if (!isMap(node)) return void parser.problem(node, 'a phase must be a map with `id` and `on`');
  refuseOtherKeys(node, Object.keys(PHASE_KEYS), parser);
  const [name] = words(node, 'id');
  if (!name?.text) return void parser.problem(node, 'a phase needs an `id`');
  const id = name.text;
  if (before.some((phase) => phase.id === id)) parser.problem(name.node, `duplicate phase \`${id}\``);
  return {
    id,
    phase: readPhaseName(node, name, parser),
    on: readOn(node, parser),
    order: readOrder(node, parser),
    gates: list(node, 'gates', parser).flatMap((gate) => readGate(gate, parser)),
    after: readAfter(node, before, parser),
  };
}

/** Returns the name of the phase file: `phase` if it is set, otherwise the id. */
function readPhaseName(node: YAMLMap, id: Word, { problem, vocabulary }: Parser): string {
  const { text, node: at } = words(node, 'phase')[0] ?? id;
  if (!vocabulary.phases.includes(text))
    problem(at, `unknown phase \`${text}\``, `known phases: ${vocabulary.phases.join(', ')}`);
  return text;
}

function readGate({ text, node }: Word, { problem, vocabulary }: Parser): readonly GateName[] {
  if (vocabulary.gates.includes(text)) return [text as GateName];
  problem(node, `unknown gate \`${text}\``, `known gates: ${vocabulary.gates.join(', ')}`);
  return [];
}

function readOn(node: YAMLMap, parser: Parser): readonly Selector[] {
  const names = list(node, 'on', parser);
  if (names.length === 0) parser.problem(node, 'a phase needs `on`, the hosts that it runs on');
  return names.flatMap(({ text, node: at }) => {
    const selector = parseSelector(text);
    if (selector) return [selector];
    parser.problem(
      at,
      `\`${text}\` selects no hosts`,
      'use all, target, or a role such as broker, broker[first], broker[rest]',
    );
    return [];
  });
}

function readOrder(node: YAMLMap, parser: Parser): PlaybookPhase['order'] {
  const [order] = words(node, 'order');
  if (!order) return 'parallel';
  const orders = Object.keys(ORDERS) as readonly PlaybookPhase['order'][];
  const known = orders.find((candidate) => candidate === order.text);
  if (!known) parser.problem(order.node, `unknown order \`${order.text}\``, `use ${orders.join(', ')}`);
  return known ?? 'parallel';
}

function readAfter(node: YAMLMap, before: readonly PlaybookPhase[], parser: Parser): readonly string[] {
  if (!node.has('after')) return before.slice(-1).map((phase) => phase.id);
  const after = list(node, 'after', parser);
  for (const { text: id, node: at } of after) {
    if (!before.some((phase) => phase.id === id))
      parser.problem(at, `\`after: ${id}\`: no earlier phase has this id`);
  }
  return after.map(({ text }) => text);
}

function refuseOtherKeys(map: YAMLMap, known: readonly string[], { problem }: Parser): void {
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : 'something';
    if (!known.includes(name))
      problem(key as Node, `unknown key \`${name}\``, `known keys: ${known.join(', ')}`);
  }
}

/** A word of a playbook, and its YAML node. */
interface Word {
  readonly text: string;
  readonly node: Node;
}

/** Returns the words at a key: a list, or a single word. */
function list(map: YAMLMap, key: string, { problem }: Parser): readonly Word[] {
  const found = words(map, key);
  const bad = found.find(({ text }) => text === '');
  if (bad) problem(bad.node, `\`${key}\` must be a word or a list of words`);
  return found.filter(({ text }) => text !== '');
}

/** Returns the scalars at a key as text; '' for each node that is not a scalar. */
function words(map: YAMLMap, key: string): readonly Word[] {
  const value = map.get(key, true) as Node | undefined;
  if (!value || (isScalar(value) && value.value === null)) return [];
  const nodes = isSeq(value) ? (value.items as readonly Node[]) : [value];
  return nodes.map((node) => ({ node, text: isScalar<unknown>(node) ? textOf(node.value) : '' }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
