import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Node, YAMLMap } from 'yaml';
import type { Problem } from '../errors/errors.ts';
import { UsageError } from '../errors/errors.ts';
import type { GateName } from '../model/names.ts';
import type { Playbook, PlaybookPhase, Selector } from './playbook.ts';
import { parseSelector } from './select.ts';

const TOP_KEYS = ['title', 'parameters', 'phases'];
const PHASE_KEYS = ['id', 'phase', 'on', 'order', 'gates', 'after'];
const ORDERS = ['parallel', 'serial', 'leader-last'] as const;

/** What a playbook may name: the phases and gates this program has. */
export interface Vocabulary {
  readonly phases: readonly string[];
  readonly gates: readonly string[];
}

interface Reading {
  readonly problem: (node: Node | null | undefined, what: string, next?: string) => void;
  readonly vocabulary: Vocabulary;
}

/**
 * Reads a playbook's text. @throws UsageError with every problem, each with file, line and column
 * @param file its name for messages
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
  const problem: Reading['problem'] = (node, what, next) => {
    const at = lines.linePos(node?.range?.[0] ?? 0);
    problems.push({ where: `${file}:${at.line}:${at.col}`, what, ...(next ? { next } : {}) });
  };
  const playbook =
    problems.length === 0 ? readPlaybook(document.contents, file, { problem, vocabulary }) : undefined;
  if (problems.length > 0 || !playbook) throw new UsageError(problems);
  return playbook;
}

function readPlaybook(root: Node | null, file: string, reading: Reading): Playbook | undefined {
  if (!isMap(root)) return void reading.problem(root, 'a playbook is a mapping with `title` and `phases`');
  refuseOtherKeys(root, TOP_KEYS, reading);
  const items = root.get('phases', true);
  if (!isSeq(items) || items.items.length === 0)
    return void reading.problem(root, '`phases` must be a list of phases');
  const phases: PlaybookPhase[] = [];
  for (const item of items.items) {
    const phase = readPhase(item as Node, phases, reading);
    if (phase) phases.push(phase);
  }
  const name = file.replace(/^.*\//, '').replace(/\.ya?ml$/, '');
  const title = words(root, 'title')[0]?.text ?? name;
  const parameters = list(root, 'parameters', reading).map(({ text }) => text);
  return { name, title, parameters, phases };
}

function readPhase(
  node: Node,
  before: readonly PlaybookPhase[],
  reading: Reading,
): PlaybookPhase | undefined {
  if (!isMap(node)) return void reading.problem(node, 'a phase is a mapping with `id` and `on`');
  refuseOtherKeys(node, PHASE_KEYS, reading);
  const [name] = words(node, 'id');
  if (!name?.text) return void reading.problem(node, 'a phase needs an `id`');
  const id = name.text;
  if (before.some((phase) => phase.id === id)) reading.problem(name.node, `phase \`${id}\` is there twice`);
  return {
    id,
    phase: readPhaseName(node, name, reading),
    on: readOn(node, reading),
    order: readOrder(node, reading),
    gates: list(node, 'gates', reading).flatMap((gate) => readGate(gate, reading)),
    after: readAfter(node, before, reading),
  };
}

/** The phase file that is meant: the id's own unless another is named. */
function readPhaseName(node: YAMLMap, id: Found, { problem, vocabulary }: Reading): string {
  const { text, node: at } = words(node, 'phase')[0] ?? id;
  if (!vocabulary.phases.includes(text))
    problem(at, `there is no phase \`${text}\``, `known phases: ${vocabulary.phases.join(', ')}`);
  return text;
}

function readGate({ text, node }: Found, { problem, vocabulary }: Reading): readonly GateName[] {
  if (vocabulary.gates.includes(text)) return [text as GateName];
  problem(node, `there is no gate \`${text}\``, `known gates: ${vocabulary.gates.join(', ')}`);
  return [];
}

function readOn(node: YAMLMap, reading: Reading): readonly Selector[] {
  const names = list(node, 'on', reading);
  if (names.length === 0) reading.problem(node, 'a phase needs `on`: the hosts it works on');
  return names.flatMap(({ text, node: at }) => {
    const selector = parseSelector(text);
    if (selector) return [selector];
    reading.problem(
      at,
      `\`${text}\` selects no hosts`,
      'use all, target, or a role such as broker, broker[first], broker[rest]',
    );
    return [];
  });
}

function readOrder(node: YAMLMap, reading: Reading): PlaybookPhase['order'] {
  const [order] = words(node, 'order');
  if (!order) return 'parallel';
  const known = ORDERS.find((candidate) => candidate === order.text);
  if (!known) reading.problem(order.node, `\`${order.text}\` is no order`, `use ${ORDERS.join(', ')}`);
  return known ?? 'parallel';
}

function readAfter(node: YAMLMap, before: readonly PlaybookPhase[], reading: Reading): readonly string[] {
  if (!node.has('after')) return before.slice(-1).map((phase) => phase.id);
  const after = list(node, 'after', reading);
  for (const { text: id, node: at } of after) {
    if (!before.some((phase) => phase.id === id))
      reading.problem(at, `\`after: ${id}\`: no phase above has this id`);
  }
  return after.map(({ text }) => text);
}

function refuseOtherKeys(map: YAMLMap, known: readonly string[], { problem }: Reading): void {
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : 'something';
    if (!known.includes(name))
      problem(key as Node, `unknown key \`${name}\``, `known keys: ${known.join(', ')}`);
  }
}

/** A word of a playbook, and where it stands. */
interface Found {
  readonly text: string;
  readonly node: Node;
}

/** A list of words; a single word stands for a list of one. */
function list(map: YAMLMap, key: string, { problem }: Reading): readonly Found[] {
  const found = words(map, key);
  const bad = found.find(({ text }) => text === '');
  if (bad) problem(bad.node, `\`${key}\` is a word or a list of words`);
  return found.filter(({ text }) => text !== '');
}

/** The scalars at a key as text; '' stands for whatever is not a scalar. */
function words(map: YAMLMap, key: string): readonly Found[] {
  const value = map.get(key, true) as Node | undefined;
  if (!value || (isScalar(value) && value.value === null)) return [];
  const nodes = isSeq(value) ? (value.items as readonly Node[]) : [value];
  return nodes.map((node) => ({ node, text: isScalar<unknown>(node) ? textOf(node.value) : '' }));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
