import type { Problem } from '../../errors/errors.ts';
import type { HostName } from '../../model/names.ts';
import { manual } from '../../model/next-step.ts';
import type { Secret } from '../../model/secret.ts';
import { bootstrappedReceipt, installReceipt } from '../../model/stored-formats.ts';
import type { FixedSettings } from '../../model/plan/step.ts';
import type { Survey } from '../../transport/port.ts';
import { hostDigest, keyedInputs } from '../digest.ts';
import type { ComparedStep } from './compare.ts';

interface Hosts {
  readonly surveyOf: (host: HostName) => Survey | undefined;
  readonly receiptKey: Secret;
}

/** Settings that a step would write, but that no command changes on a member, with the members that have other ones. */
export function fixedSettings(steps: readonly ComparedStep[], hosts: Hosts): readonly Problem[] {
  const members = steps.flatMap(({ step: { action }, host }) => {
    const survey = hosts.surveyOf(host);
    const fixed = action.kind === 'files' ? action.fixed : undefined;
    const changed = fixed && survey ? changedOn(survey, fixed, hosts.receiptKey) : [];
    return changed.length === 0 ? [] : [{ host, settings: changed.join(', ') }];
  });
  return [...new Set(members.map(({ settings }) => settings))].map((settings) => {
    const names = members.flatMap((member) => (member.settings === settings ? [member.host] : []));
    return {
      where: [...new Set(names)].join(', '),
      what: `these settings differ from those of the running member, and cannot be changed: ${settings}`,
      why: 'the cluster was created with the former value; nothing was changed',
      next: manual('restore the former value in the inventory or in the secrets'),
    };
  });
}

/** Names of the settings with which the member was not installed; none if its service is not bootstrapped yet. */
function changedOn(
  { receipts, facts }: Survey,
  { service, inputs }: FixedSettings,
  receiptKey: Secret,
): readonly string[] {
  const installed = receipts[installReceipt(service)];
  if (!installed || !receipts[bootstrappedReceipt(service)]) return [];
  const wanted = keyedInputs(inputs, hostDigest(receiptKey, facts.machineId));
  // A receipt of an earlier version of Quorate may lack a name.
  const known = Object.keys(wanted).filter((name) => installed.inputs[name] !== undefined);
  const changed = known.filter((name) => installed.inputs[name] !== wanted[name]);
  // If all of them differ, the receipts have another key, and show nothing about the settings.
  return changed.length === known.length ? [] : changed.sort();
}
