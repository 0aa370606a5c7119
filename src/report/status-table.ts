import type { HostStatus, Status } from './status.ts';
import { columns, hang } from './text.ts';

const STATES: Readonly<Record<HostStatus['state'], string>> = {
  ok: 'ok',
  'not-ok': 'NOT OK',
  silent: 'SILENT',
  'not-asked': '-',
};

/** Hosts with role, leader, replicas and lag, nodes and what they see; then every gate. */
export function statusTable({ cluster, hosts, gates }: Status): string {
  const rows = hosts.map(({ host, role, state, part, detail, lag }) => {
    const behind = lag === undefined ? '' : `${lag} B behind; `;
    return [host, role.replace('_', ' '), STATES[state], part, `${behind}${detail}`];
  });
  return [
    `cluster ${cluster}`,
    '',
    ...columns([['host', 'role', 'state', 'part', 'details'], ...rows]),
    '',
    ...columns([
      ['gate', 'state'],
      ...gates.map(({ gate, state }) => [gate, state === 'ready' ? state : state.toUpperCase()]),
    ]),
    ...gates.flatMap(({ gate, notOk }) => notOk.flatMap((line) => hang(`${gate}: `, line, 80))),
  ].join('\n');
}
