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
  return { name, title: text(root, 'title') ?? name, parameters: list(root, 'parameters', reading), phases };
}

function readPhase(
  node: Node,
  before: readonly PlaybookPhase[],
  reading: Reading,
): PlaybookPhase | undefined {
  if (!isMap(node)) return void reading.problem(node, 'a phase is a mapping with `id` and `on`');
  refuseOtherKeys(node, PHASE_KEYS, reading);
  const id = text(node, 'id');
  if (!id) return void reading.problem(node, 'a phase needs an `id`');
  if (before.some((phase) => phase.id === id)) reading.problem(node, `phase \`${id}\` is there twice`);
  const phase = text(node, 'phase') ?? id;
  if (!reading.vocabulary.phases.includes(phase)) {
    reading.problem(
      node,
      `there is no phase \`${phase}\``,
      `known phases: ${reading.vocabulary.phases.join(', ')}`,
    );
  }
  const gates = list(node, 'gates', reading).filter((gate) => knownGate(gate, node, reading)) as GateName[];
  return {
    id,
    phase,
    on: readOn(node, reading),
    order: readOrder(node, reading),
    gates,
    after: readAfter(node, before, reading),
  };
}

function knownGate(gate: string, node: Node, { problem, vocabulary }: Reading): boolean {
  if (vocabulary.gates.includes(gate)) return true;
  problem(node, `there is no gate \`${gate}\``, `known gates: ${vocabulary.gates.join(', ')}`);
  return false;
}

function readOn(node: YAMLMap, reading: Reading): readonly Selector[] {
  const names = list(node, 'on', reading);
  if (names.length === 0) reading.problem(node, 'a phase needs `on`: the hosts it works on');
  return names.flatMap((name) => {
    const selector = parseSelector(name);
    if (selector) return [selector];
    reading.problem(
      node,
      `\`${name}\` selects no hosts`,
      'use all, target, or a role such as broker, broker[first], broker[rest]',
    );
    return [];
  });
}

function readOrder(node: YAMLMap, reading: Reading): PlaybookPhase['order'] {
  const order = text(node, 'order') ?? 'parallel';
  const known = ORDERS.find((candidate) => candidate === order);
  if (!known) reading.problem(node, `\`${order}\` is no order`, `use ${ORDERS.join(', ')}`);
  return known ?? 'parallel';
}

function readAfter(node: YAMLMap, before: readonly PlaybookPhase[], reading: Reading): readonly string[] {
  if (!node.has('after')) return before.slice(-1).map((phase) => phase.id);
  const after = list(node, 'after', reading);
  for (const id of after) {
    if (!before.some((phase) => phase.id === id))
      reading.problem(node, `\`after: ${id}\`: no phase above has this id`);
  }
  return after;
}

function refuseOtherKeys(map: YAMLMap, known: readonly string[], { problem }: Reading): void {
  for (const { key } of map.items) {
    const name = isScalar(key) ? String(key.value) : 'something';
    if (!known.includes(name))
      problem(key as Node, `unknown key \`${name}\``, `known keys: ${known.join(', ')}`);
  }
}

function text(map: YAMLMap, key: string): string | undefined {
  const [word] = words(map, key);
  return word;
}

/** A list of words; a single word stands for a list of one. */
function list(map: YAMLMap, key: string, { problem }: Reading): readonly string[] {
  const found = words(map, key);
  if (found.includes('')) problem(map, `\`${key}\` is a word or a list of words`);
  return found.filter((word) => word !== '');
}

/** The scalars at a key as text; '' stands for whatever is not a scalar. */
function words(map: YAMLMap, key: string): readonly string[] {
  const value: unknown = (map.toJSON() as Record<string, unknown>)[key];
  if (value === undefined || value === null) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) =>
    typeof item === 'string'
      ? item
      : typeof item === 'number' || typeof item === 'boolean'
        ? String(item)
        : '',
  );
}
