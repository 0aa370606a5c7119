import { EXIT, UsageError } from '../../errors/errors.ts';
import { didYouMean } from '../../errors/suggest.ts';
import { loadInventory } from '../../inventory/load.ts';
import type { Host } from '../../model/cluster.ts';
import { columns } from '../../report/text.ts';
import type { Route } from '../../transport/ssh/config/route.ts';
import { sshSettingsOf } from './ssh-settings.ts';
import type { Setting } from './ssh-settings.ts';
import { routeSelector } from '../../transport/ssh/config/client/clients.ts';
import type { SelectedClient, SelectedRoute } from '../../transport/ssh/config/client/clients.ts';
import { prompt } from '../terminal/prompt.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { OUTPUT_FLAGS } from '../arguments/flags.ts';
import type { INVENTORY_AND_ANY_HOST } from '../arguments/positionals.ts';
import { sshOptions } from '../run/ssh-config.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { withJsonProblems } from './json-problems.ts';

type Arguments = ArgumentsOf<typeof OUTPUT_FLAGS, typeof INVENTORY_AND_ANY_HOST>;

/** The effective settings of one host. */
interface Shown extends Pick<Route, 'overridden' | 'clientReasons'> {
  readonly host: string;
  readonly client: SelectedClient;
  readonly settings: readonly Setting[];
}

/**
 * Prints the client and the effective SSH settings of all hosts, or of one, why the client was selected, and the line of
 * ssh_config that each setting comes from.
 */
export const showSshConfig = withJsonProblems<Arguments>(async (args, edges) => {
  const { io, mask } = edges;
  const { cluster } = await loadInventory(args.inventory, io.env);
  const hosts = selected(cluster.hosts, args.host);
  const asking = prompt(io, () => undefined);
  const emit = () => undefined;
  const options = sshOptions(edges, { hosts: cluster.hosts, acceptNewHostKeys: false, prompt: asking, emit });
  const select = routeSelector(options);
  const shown: Shown[] = [];
  // One after another, because each host starts a process.
  for (const host of hosts) shown.push(shownOf(host, await select(host)));
  const text = args.output === 'json' ? jsonOutput({ cluster: cluster.name, hosts: shown }) : textOf(shown);
  io.stdout.write(mask.text(`${text}\n`));
  return EXIT.done;
});

/** @throws UsageError if the inventory has no such host */
function selected(hosts: readonly Host[], name: string | undefined): readonly Host[] {
  const found = hosts.filter((host) => name === undefined || host.name === name);
  if (found.length > 0 || name === undefined) return found;
  const known = hosts.map((host) => host.name);
  const what = `no host named "${name}"${didYouMean(name, known)}`;
  throw new UsageError([{ what, next: `name one of: ${known.join(', ')}` }]);
}

function shownOf(member: Host, route: SelectedRoute): Shown {
  const { host, client, configured, overridden, clientReasons } = route;
  const settings = sshSettingsOf(member, host, configured);
  return { host: member.name, client, settings, overridden, clientReasons };
}

function textOf(shown: readonly Shown[]): string {
  return shown.map(hostText).join('\n\n');
}

const CLIENTS = { ssh2: 'ssh2', openssh: 'openssh, the `ssh` of this machine' } as const;

function clientText({ name, by, reasons }: SelectedClient): string {
  switch (by) {
    case 'inventory':
      return `${CLIENTS[name]} (\`ssh.client\` of the inventory)`;
    case 'default':
      return `${CLIENTS[name]} (the default)`;
    case 'auto': {
      const why = name === 'openssh' ? `auto, for ${reasons.join(', ')}` : 'auto: nothing needs OpenSSH';
      return `${CLIENTS[name]} (${why})`;
    }
  }
}

function hostText({ host, client, settings, overridden, clientReasons }: Shown): string {
  const rows = settings.map(({ keyword, value, source, at }) => [
    `  ${keyword}`,
    value,
    at.length > 0 ? at.join(' ') : source,
  ]);
  const note = ({ keyword, value, at, why }: Shown['overridden'][number]) =>
    `${[keyword, value].filter(Boolean).join(' ')}${at === undefined ? '' : ` (${at})`}: ${why}`;
  return [
    host,
    `  client: ${clientText(client)}`,
    ...columns(rows),
    ...overridden.map((one) => `  no effect: ${note(one)}`),
    ...clientReasons.map((one) => `  only with the OpenSSH client: ${note(one)}`),
  ].join('\n');
}
