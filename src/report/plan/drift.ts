import { columns, count } from '../text.ts';

/** One line a deviation, fit for a mail from cron; nothing else where there is none. */
export function driftText(
  deviations: readonly { readonly host: string; readonly what: string }[],
  { cluster, hosts }: { readonly cluster: string; readonly hosts: number },
): string {
  if (deviations.length === 0) return `${cluster}: no drift on ${count(hosts, 'host')}`;
  return columns(deviations.map(({ host, what }) => [host, what])).join('\n');
}
