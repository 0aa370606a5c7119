import { GateError } from '../../errors/errors.ts';
import type { GateCheck } from '../../model/health/gate.ts';
import type { Service } from '../../model/names.ts';
import type { PhasePlan } from '../../model/plan/plan.ts';
import { bootstrappedReceipt } from '../../model/stored-formats.ts';
import { preflightProblems } from '../hosts/host-faults.ts';
import { Interrupted } from '../interrupted.ts';
import { passGate } from './pass-gate.ts';
import type { Run } from '../run.ts';
import { sharedQueries } from '../read/shared-queries.ts';
import { receiptChange } from '../steps/receipts.ts';

/** Checks all gates in parallel, because nothing was changed and no gate depends on another. */
export async function checkGatesOnce(run: Run): Promise<void> {
  const once = sharedQueries(run.fleet);
  await Promise.all(
    run.plan.phases.flatMap((phase) =>
      phase.gates.map(async (check) => {
        try {
          await passGate(run, phase.id, { check, once });
        } catch (error) {
          if (error instanceof Interrupted) return;
          if (!(error instanceof GateError)) throw error;
          run.tally.addGateProblems(error.problems);
        }
      }),
    ),
  );
}

/**
 * Waits for the gates of a phase, in order. If a gate of a phase without steps fails, reports the faults that its other
 * gates would find too, because nothing was changed yet.
 * @returns false if a gate failed or the run was stopped
 */
export async function passGates(run: Run, phase: PhasePlan): Promise<boolean> {
  for (const [index, check] of phase.gates.entries()) {
    if (run.tally.stop.aborted) return false;
    const at = { host: check.queries[0]?.host ?? '', phase: phase.id };
    try {
      await passGate(run, phase.id, { check });
      if (check.bootstraps) await recordBootstrapped(run, check.bootstraps);
    } catch (error) {
      run.tally.caught(error, at);
      if (phase.lanes.length === 0 && !run.env.signal.aborted)
        run.tally.addGateProblems(await preflightProblems(run, phase.gates.slice(index + 1)));
      return false;
    }
  }
  return true;
}

/** Writes the receipt that the service is bootstrapped on each of the given hosts that lacks it. */
async function recordBootstrapped(
  run: Run,
  { service, members }: { service: Service; members: NonNullable<GateCheck['bootstraps']>['members'] },
): Promise<void> {
  const name = bootstrappedReceipt(service);
  await Promise.all(
    members.map((host) =>
      run.fleet.steady(host, async (session) => {
        const survey = await run.fleet.survey(host);
        if (!survey.receipts[name]) await session.change([receiptChange(run, name, {})]);
      }),
    ),
  );
  run.fleet.changed();
}
