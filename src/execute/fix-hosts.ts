import { inOrder, shellOn, RUN_AGAIN } from '../model/next-step.ts';
import { StepError } from '../errors/errors.ts';
import { fixText } from '../gates/hosts/details/result.ts';
import type { CheckResult, SafeFix } from '../model/health/check.ts';
import { MINUTE } from '../model/duration.ts';
import type { Command } from '../model/host/command.ts';
import { commandToLog } from '../model/host/command-text.ts';
import type { Plan } from '../model/plan/plan.ts';
import type { RunEnvironment } from './environment.ts';
import { acquireLocks, releaseLocks } from './hosts/locks.ts';
import { recordEnd, recordStart } from './hosts/record-history.ts';
import type { Run } from './run.ts';
import { withRun } from './with-run.ts';

/** A fix on one host. */
export type HostFix = Pick<CheckResult, 'host'> & { readonly fix: SafeFix };

/**
 * Applies fixes, holding the locks of their hosts, and records them in the history of the hosts.
 * @throws LockedError if a run holds a lock, StepError for the first fix that fails, ConnectError
 */
export async function fixHosts(plan: Plan, fixes: readonly HostFix[], env: RunEnvironment): Promise<void> {
  const hosts = [...new Set(fixes.map(({ host }) => host))];
  await withRun({ ...plan, hosts }, env, async (run) => {
    await run.fleet.connectAll(hosts);
    try {
      await acquireLocks(run);
      await recordStart(run);
      for (const fix of fixes) await applyFix(run, fix);
    } catch (error) {
      run.tally.caught(error, { host: '', phase: '' });
      throw error;
    } finally {
      await recordEnd(run);
      await releaseLocks(run);
    }
  });
}

async function applyFix({ fleet }: Run, { host, fix }: HostFix): Promise<void> {
  const command = commandOf(fix);
  const [outcome] = await fleet.steady(host, (session) => session.change([{ kind: 'run', command }]));
  if (outcome?.ok) return;
  const next = inOrder(shellOn(host, commandToLog(command)), RUN_AGAIN);
  throw new StepError([
    { where: host, what: `cannot ${fixText(fix)}`, why: outcome?.stderr.trim() ?? '', next },
  ]);
}

function commandOf(fix: SafeFix): Command {
  const as = { as: 'root', timeoutMs: MINUTE } as const;
  switch (fix.kind) {
    case 'create-directory':
      return { program: 'mkdir', args: ['-p', fix.path], ...as };
    case 'enable-time-service':
      return { program: 'systemctl', args: ['enable', '--now', fix.unit], ...as };
  }
}
