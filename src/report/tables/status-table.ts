import type { HostStatus, Status } from './status.ts';
import { columns, hang } from '../text.ts';

const WIDTH = 80;

const STATES: Readonly<Record<HostStatus['state'], string>> = {
  ok: 'ok',
  'not-ok': 'NOT OK',
  'no-answer': 'NO ANSWER',
  'not-queried': '-',
};

/** A state as tables and pages show it. */
export function stateText(state: HostStatus['state']): string {
  return STATES[state];
}

/** Prints the hosts with role, state and details, then every gate. */
export function statusTable({ cluster, hosts, gates }: Status): string {
  const details = hosts.map(({ detail, lag, certificateDays: days }) =>
    [
      ...(lag === undefined ? [] : [`${lag} B behind`]),
      detail,
      ...(days === undefined ? [] : [days < 0 ? 'certificate EXPIRED' : `certificate ${days} days`]),
    ].join('; '),
  );
  const heads = hosts.map(({ host, role, state, part }) => [
    host,
    role.replace('_', ' '),
    stateText(state),
    part,
    '|',
  ]);
  const [head = '', ...rows] = columns([['host', 'role', 'state', 'part', 'details'], ...heads]);
  return [
    `cluster ${cluster}`,
    '',
    head,
    ...rows.flatMap((row, index) => hang(row.slice(0, -1), details[index] ?? '', WIDTH)),
    '',
    ...columns([
      ['gate', 'state'],
      ...gates.map(({ gate, state }) => [gate, state === 'ready' ? state : state.toUpperCase()]),
    ]),
    ...gates.flatMap(({ gate, notOk }) => notOk.flatMap((line) => hang(`${gate}: `, line, WIDTH))),
    ...updateLines(hosts),
  ].join('\n');
}

/** Lists the packages with a pending update. Automatic upgrades leave them alone, so that the operator has to know. */
function updateLines(hosts: readonly HostStatus[]): readonly string[] {
  const pending = hosts.flatMap(({ host, updates = [] }) =>
    updates.map(({ name, installed, offered }) => [host, name, installed, offered]),
  );
  if (pending.length === 0) return [];
  return ['', ...columns([['host', 'pending update', 'installed', 'offered'], ...pending])];
}
