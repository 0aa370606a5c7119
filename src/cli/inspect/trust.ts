import { EXIT, UsageError } from '../../errors/errors.ts';
import type { Problem } from '../../errors/errors.ts';
import { createEmit } from '../../events/emit.ts';
import type { Emit, Reader } from '../../events/events.ts';
import { loadInventory } from '../../inventory/load.ts';
import type { Host } from '../../model/cluster.ts';
import { needsConfirmation, recordable } from '../../model/host/host-trust.ts';
import type { HostTrust } from '../../model/host/host-trust.ts';
import { inOrder, manual, runAgain } from '../../model/next-step.ts';
import { trustTable } from '../../report/tables/trust-table.ts';
import { count, warningText } from '../../report/text.ts';
import type { ArgumentsOf } from '../arguments/argument-types.ts';
import type { TRUST_FLAGS } from '../arguments/flags.ts';
import type { Edges } from '../program-environment.ts';
import { newRun } from '../run/environment.ts';
import { sshOptions } from '../run/ssh-config.ts';
import { printProblems } from '../terminal/print-problems.ts';
import { withJsonProblems } from './json-problems.ts';
import { NOTHING_WRITTEN } from '../terminal/written-report.ts';
import { jsonOutput } from '../terminal/json-output.ts';
import { prompt } from '../terminal/prompt.ts';
import { showAwaited } from '../terminal/awaited.ts';

type TrustArgs = ArgumentsOf<typeof TRUST_FLAGS>;

/**
 * Fetches the keys of all hosts and of the bastions on the way, and records new ones in known_hosts, if they match the
 * inventory or the operator agrees.
 * @returns 0 if every host has a recorded key, 3 if a host is unreachable or its key is refused, 10 if keys are left
 */
export const trust = withJsonProblems<TrustArgs>(async (args, edges) => {
  const { cluster } = await loadInventory(args.inventory, edges.io.env);
  const { hosts } = cluster;
  const { keyTrust } = await import('../../transport/ssh/connect/trust/trust.ts');
  const asking = prompt(edges.io, () => awaited.clear());
  const awaited = showAwaited(
    hosts.map(({ name }) => name),
    edges,
    asking.isOpen,
  );
  const emit = warningsTo(edges, awaited);
  const keys = keyTrust(sshOptions(edges, { hosts, acceptNewHostKeys: false, prompt: asking, emit }));
  const onRead = ({ name }: Host) => emit({ kind: 'host.connected', host: name, ms: 0 });
  const results = await keys.read(hosts, onRead).finally(() => {
    awaited.stop();
    keys.close();
  });
  const read = results.map(({ trust: one }) => one);
  const problems = results.flatMap(({ problem }) => problem ?? []);
  const isJson = args.output === 'json';
  if (!isJson) edges.io.stdout.write(`${trustTable(read)}\n`);
  const agreed = args.dryRun ? [] : await agreedHosts(read, args, edges);
  for (const { host, fingerprints } of agreed) await keys.record(host, fingerprints);
  return finish({ read, recorded: agreed, problems }, args, edges);
});

/** Prints warnings to stderr. */
function warningsTo({ io, clock, mask }: Edges, awaited: ReturnType<typeof showAwaited>): Emit {
  const print: Reader = (event) => {
    if (event.kind !== 'run.warned') return;
    awaited.clear();
    io.stderr.write(`${warningText(String(event.text))}\n`);
  };
  return createEmit({ run: newRun(), clock, redact: mask.text, readers: [awaited.read, print] });
}

interface Agreed {
  readonly host: string;
  readonly fingerprints: readonly string[];
}

/** The keys to record: those that match the inventory, and the other new ones if the operator agrees. */
async function agreedHosts(
  read: readonly HostTrust[],
  args: TrustArgs,
  edges: Edges,
): Promise<readonly Agreed[]> {
  const open = read.filter(needsConfirmation);
  const confirmed = open.length === 0 || args.yes || (await confirm(open, args, edges));
  return read
    .filter((one) => confirmed || !needsConfirmation(one))
    .map((one) => ({ host: one.host, fingerprints: recordable(one).map(({ fingerprint }) => fingerprint) }))
    .filter(({ fingerprints }) => fingerprints.length > 0);
}

async function confirm(open: readonly HostTrust[], { output }: TrustArgs, { io }: Edges): Promise<boolean> {
  const asking = prompt(io).confirm;
  if (!asking || output === 'json') throw new UsageError([cannotAsk(open)]);
  const names = open.map(({ host }) => host).join(', ');
  return asking(`Compare the fingerprints with those on the hosts. Record the new keys of ${names}?`, false);
}

function cannotAsk(open: readonly HostTrust[]): Problem {
  return {
    what: `new keys of ${open.map(({ host }) => host).join(', ')}, and no terminal to ask on; no key was recorded`,
    why: 'the inventory lists no fingerprints of these hosts',
    next: inOrder(
      manual('list the fingerprints as `ssh.host_keys` of each host in the inventory'),
      runAgain({ when: 'to record the keys without a comparison', with: '--yes' }),
    ),
  };
}

interface Result {
  readonly read: readonly HostTrust[];
  readonly recorded: readonly Agreed[];
  readonly problems: readonly Problem[];
}

function finish({ read, recorded, problems }: Result, args: TrustArgs, edges: Edges): number {
  const { output, dryRun } = args;
  const { io } = edges;
  const written = recorded.flatMap(({ host, fingerprints }) =>
    fingerprints.map((fingerprint) => ({ host, fingerprint })),
  );
  if (output === 'json') io.stdout.write(`${jsonOutput({ hosts: read, recorded: written, problems })}\n`);
  else io.stdout.write(`${dryRun ? NOTHING_WRITTEN : summary(written.length)}\n`);
  if (problems.length > 0) {
    printProblems(problems, args, edges);
    return EXIT.connect;
  }
  const left = read.some((one) => needsConfirmation(one) && !recorded.some(({ host }) => host === one.host));
  return left && !dryRun ? EXIT.somethingToDo : EXIT.done;
}

function summary(written: number): string {
  return written === 0 ? 'No key was recorded.' : `Recorded ${count(written, 'key')}.`;
}
