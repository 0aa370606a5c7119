import type { Application } from '../../../model/cluster.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { lanesOf, type Draft } from '../../../phases/lane.ts';
import {
  applicationUnit,
  isApplicationReleased,
  releaseApplication,
  restartUnits,
  startAndWait,
} from '../commands/services.ts';
import type { UpToDate } from '../../../model/plan/step.ts';
import { RECEIPT } from '../../../model/stored-formats.ts';
import { applicationDropIn, applicationEnvironment } from '../config/application.ts';

/** Starts the application, and restarts it if its environment has changed. */
export const managers: Phase = {
  title: 'start the application',
  needs: [],
  follows: ['stage'],
  lanes: (input) => {
    const { application } = input.after.native ?? {};
    return application ? lanesOf(input, () => steps(input, application)) : [];
  },
};

function steps(input: PhaseInput, application: Application): readonly Draft[] {
  const { unit } = application;
  return [
    {
      slug: 'release',
      title: `let ${unit} start`,
      action: { kind: 'run', command: releaseApplication, unless: { command: isApplicationReleased } },
    },
    {
      slug: 'enable',
      title: `start ${unit} at boot`,
      action: {
        kind: 'run',
        command: applicationUnit(unit, 'enable'),
        unless: { command: applicationUnit(unit, 'is-enabled', '--quiet') },
      },
    },
    {
      slug: 'restart',
      title: `start ${unit} with its environment`,
      action: {
        kind: 'run',
        command: restartUnits(unit),
        unless: startedWith(input, application),
        affects: { unit, effect: 'restart' },
      },
    },
    {
      slug: 'start',
      title: `start ${unit}`,
      action: {
        kind: 'run',
        command: startAndWait(unit),
        unless: { command: applicationUnit(unit, 'is-active', '--quiet') },
        affects: { unit, effect: 'start' },
      },
    },
  ];
}

/** The receipt records the environment with which the unit was last started, so that a missed restart is repeated. */
function startedWith({ after, material, digest }: PhaseInput, application: Application): UpToDate {
  const { environmentFile } = application;
  const inputs = {
    unit: digest(applicationDropIn(application)),
    ca: digest(material.ca),
    ...(environmentFile !== undefined && { environment: digest(applicationEnvironment(after, material)) }),
  };
  return { receipt: RECEIPT.application, inputs };
}
