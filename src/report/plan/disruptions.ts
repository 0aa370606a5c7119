import { renderProof } from '../../model/health/render-proof.ts';
import type { Disruption } from '../../model/plan/forecast.ts';
import { hang } from '../text.ts';

const WIDTH = 80;

const EFFECTS: Readonly<Record<Disruption['effects'][number], string>> = {
  switchover: 'steps down as leader',
  restart: 'restarts',
  reinit: "discards its data and copies the leader's",
  stop: 'stops',
  remove: 'is removed from the cluster',
};

/** One numbered entry for each member that a run disrupts: the effects, then the vote count as of now. */
export function disruptionLines(disruptions: readonly Disruption[]): readonly string[] {
  return disruptions.flatMap(({ host, service, effects, proof }, index) => {
    const what = `${host}: ${service} ${effects.map((effect) => EFFECTS[effect]).join(', then ')}`;
    const first = `  ${index + 1}. `;
    return [
      ...hang(first, what, WIDTH),
      ...(proof ? hang(' '.repeat(first.length), renderProof(proof), WIDTH) : []),
    ];
  });
}
