import { FORMAT } from '../../model/stored-formats.ts';
import type { Inputs } from '../../model/plan/step.ts';
import { hostDigest, keyedInputs } from '../../plan/digest.ts';
import type { HostChange, Survey } from '../../transport/port.ts';
import type { Run } from '../run.ts';
import type { At } from './attempt.ts';

/**
 * Returns a change that writes a receipt. The digests in `inputs` must already be keyed for the host (`keyedInputsOn`).
 */
export function receiptChange(run: Run, name: string, inputs: Inputs): HostChange {
  return { kind: 'receipt', name, receipt: { v: FORMAT, inputs, run: run.env.run } };
}

/** Returns the inputs with digests that are keyed for this host by its machine-id, as its receipts store them. */
export async function keyedInputsOn(run: Run, at: At, inputs: Inputs): Promise<Inputs> {
  const survey = await anySurvey(run, at);
  return keyedInputs(inputs, hostDigest(run.env.receiptKey, survey.facts.machineId));
}

/** Uses any survey of the host in this run, because the machine-id does not change. */
export async function anySurvey(run: Run, { host }: At): Promise<Survey> {
  return run.fleet.remembered(host) ?? (await run.fleet.survey(host));
}
