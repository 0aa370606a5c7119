import { GateError } from '../errors/errors.ts';
import type { GateCheck } from '../model/health/gate.ts';
import type { Service } from '../model/names.ts';
import type { PhasePlan } from '../model/plan/plan.ts';
import { bootstrappedReceipt } from '../model/stored-formats.ts';
import { Interrupted } from './interrupted.ts';
import { passGate } from './pass-gate.ts';
import type { Run } from './run.ts';
import { receiptChange } from './steps/receipts.ts';

/** Checks all gates in parallel, because nothing was changed and no gate depends on another. */
export async function checkGatesOnce(run: Run): Promise<void> {
  await Promise.all(
    run.plan.phases.flatMap((phase) =>
      phase.gates.map(async (check) => {
        try {
          await passGate(run, phase.id, { check, once: true });
        } catch (error) {
          if (error instanceof Interrupted) return;
          if (!(error instanceof GateError)) throw error;
          for (const problem of error.problems) run.tally.failures.push({ kind: 'gate', problem });
        }
      }),
    ),
  );
}

/** Waits for the gates of a phase, in order. @returns false if one failed or the run was stopped */
export async function passGates(run: Run, phase: PhasePlan): Promise<boolean> {
  for (const check of phase.gates) {
    if (run.tally.stop.aborted) return false;
    const at = { host: check.queries[0]?.host ?? '', phase: phase.id };
    try {
      await passGate(run, phase.id, { check });
      if (check.bootstraps) await recordBootstrapped(run, check.bootstraps);
    } catch (error) {
      run.tally.caught(error, at);
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
