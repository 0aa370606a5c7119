import fc from 'fast-check';

/** A random inventory, and the comments that belong to each host. */
export interface Written {
  readonly text: string;
  readonly hosts: readonly Named[];
}

export interface Named {
  readonly name: string;
  readonly style: HostStyle;
  /** Comments after the host, or below it and indented further. */
  readonly own: string[];
  /** Comments directly above the host, which may be headings. */
  readonly above: string[];
}

interface HostStyle {
  readonly flow: boolean;
  readonly quote: '' | '"' | "'";
  readonly swapped: boolean;
  readonly extra: readonly string[];
  readonly above: string;
  readonly behind: string;
}

const EXTRAS: readonly string[] = [
  'hostname: one',
  'ssh: { user: me, password: "# no comment" }',
  'networks: { agents: 10.9.9.9 }',
  'config: { sanity: { skip_sanity: true } }',
];

let comments = 0;
/** Returns a unique comment that names no host. */
function comment(of: string[] = []): string {
  const text = `# note ${++comments}: { or, [not]`;
  of.push(text);
  return text;
}

const host = fc.record({
  flow: fc.boolean(),
  quote: fc.constantFrom('', '"', "'"),
  swapped: fc.boolean(),
  extra: fc.subarray([...EXTRAS]),
  above: fc.constantFrom('', 'note', 'notes', 'blank', 'elsewhere', 'apart'),
  behind: fc.constantFrom('', 'note', 'deeper', 'block'),
});

const role = fc.record({
  hosts: fc.array(host, { minLength: 1, maxLength: 4 }),
  list: fc.constantFrom('dashes', 'dashes', 'brackets', 'line'),
  indent: fc.constantFrom(2, 4),
  dash: fc.constantFrom(0, 2, 4),
  gap: fc.constantFrom(1, 3),
  after: fc.constantFrom('', 'note', 'elsewhere', 'blank', 'ssh'),
  comma: fc.boolean(),
});
type RoleStyle = typeof role extends fc.Arbitrary<infer R> ? R : never;

const KEYS = ['databases', 'brokers', 'managers', 'load_balancers'] as const;

/** Inventories in every style of list, map, quotes, comments, blank lines and line ends. */
export const writtenInventories: fc.Arbitrary<Written> = fc
  .record({
    roles: fc.tuple(role, role, role, role),
    order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }),
    crlf: fc.boolean(),
    open: fc.boolean(),
    apart: fc.boolean(),
  })
  .map(({ roles, order, crlf, open, apart }) => {
    const hosts: Named[] = [];
    const sections = order.map((index) =>
      sectionText(KEYS[index] ?? 'databases', roles[index] as RoleStyle, hosts),
    );
    const head = ['# The inventory.', 'name: test # here', 'tls: { directory: c }'];
    const lines = [...head, ...sections.flatMap((section) => (apart ? ['', ...section] : section))];
    const text = lines.join(crlf ? '\r\n' : '\n') + (open ? '' : crlf ? '\r\n' : '\n');
    return { text, hosts };
  });

function sectionText(key: string, style: RoleStyle, all: Named[]): readonly string[] {
  const indent = ' '.repeat(style.indent);
  const hosts = style.hosts.map((hostStyle, index) => {
    const name = `${key.slice(0, 2)}-${index + 1}`;
    return { style: hostStyle, name, own: [], above: [] };
  });
  all.push(...hosts);
  const after = {
    '': [],
    note: [`${indent}${comment()}`],
    elsewhere: [comment()],
    blank: ['', ''],
    ssh: [`${indent}ssh: { port: 22 } ${comment()}`],
  }[style.after];
  const list =
    style.list === 'line'
      ? inLine(hosts)
      : style.list === 'brackets'
        ? brackets(hosts, style)
        : dashes(hosts, style);
  return [`${key}: ${comment()}`, `${indent}hosts:${list[0]}`, ...list.slice(1), ...after];
}

const inLine = (hosts: readonly Named[]) => [` [${hosts.map(flowMap).join(', ')}] ${comment()}`];

function brackets(hosts: readonly Named[], { indent, comma }: RoleStyle): readonly string[] {
  const at = ' '.repeat(indent + 2);
  const lines = hosts.flatMap((one, index) => {
    const separator = comma || index < hosts.length - 1 ? ',' : '';
    const behind = one.style.behind ? ` ${comment(one.own)}` : '';
    return [...aboveOf(one, at), at + flowMap(one) + separator + behind];
  });
  return [' [', ...lines, `${' '.repeat(indent)}] ${comment()}`];
}

function dashes(hosts: readonly Named[], { indent, dash, gap }: RoleStyle): readonly string[] {
  const at = ' '.repeat(indent + dash);
  const inner = at + ' '.repeat(gap + 1);
  const lines = hosts.flatMap((one) => {
    const { behind, flow } = one.style;
    const pairs = flow ? [flowMap(one)] : pairsOf(one);
    const note = behind === 'note' ? ` ${comment(one.own)}` : '';
    const block =
      !flow && behind === 'block' ? [`${inner}motd: |`, `${inner}  # no comment`, '', `${inner}  text`] : [];
    return [
      ...aboveOf(one, at),
      ...pairs.map((pair, index) => (index === 0 ? `${at}-${' '.repeat(gap)}${pair}${note}` : inner + pair)),
      ...block,
      ...(behind === 'deeper' ? [`${inner}${comment(one.own)}`] : []),
    ];
  });
  return ['', ...lines];
}

function aboveOf({ style: { above }, above: notes }: Named, at: string): readonly string[] {
  if (above === 'note') return [at + comment(notes)];
  if (above === 'notes') return [at + comment(notes), at + comment(notes)];
  if (above === 'blank') return [''];
  if (above === 'elsewhere') return [comment()];
  return above === 'apart' ? ['', at + comment(), ''] : [];
}

const flowMap = (one: Named) => `{ ${pairsOf(one).join(', ')} }`;

function pairsOf({ style: { quote, swapped, extra }, name }: Named): readonly string[] {
  const pairs = [`name: ${quote}${name}${quote}`, `address: ${quote}10.1.1.${name.length}${quote}`];
  return [...(swapped ? pairs.reverse() : pairs), ...extra];
}
