import { GATE_NAMES, PLATFORM_NAMES } from '../model/names.ts';
import { gatesOf } from './gates.ts';
import { phasesOf } from './phases.ts';

const CLUSTERS = PLATFORM_NAMES.map((platform) => ({ platform }));

/** The names of phases and gates that a playbook may contain, of every platform. */
export const PLAYBOOK_VOCABULARY = {
  phases: [...new Set(CLUSTERS.flatMap((cluster) => Object.keys(phasesOf(cluster))))],
  gates: GATE_NAMES.filter((name) => CLUSTERS.some((cluster) => gatesOf(cluster)[name])),
};
