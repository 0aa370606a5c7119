import { columns, count } from '../text.ts';

/** One line per difference, as in a mail from cron; one line in total if there is no drift. */
export function driftText(
  drift: readonly { readonly host: string; readonly what: string }[],
  { cluster, hosts }: { readonly cluster: string; readonly hosts: number },
): string {
  if (drift.length === 0) return `${cluster}: no drift on ${count(hosts, 'host')}`;
  return columns(drift.map(({ host, what }) => [host, what])).join('\n');
}
