import { faultsAt } from '../scripted-faults.ts';
import { planFor, Stage } from '../simulated.ts';
import { storyOf, type Story } from './story.ts';
import { hostOf, TROUBLES } from './troubles.ts';

/** The story of an undisturbed deploy on simulated hosts. */
export async function simulatedStory(): Promise<Story> {
  return storyOf((await new Stage().run(planFor('deploy'))).events);
}

/** The stories of the disturbed deploy, one per run. */
export async function simulatedStories(): Promise<readonly Story[]> {
  const stage = new Stage();
  const plan = planFor('deploy');
  const stories: Story[] = [];
  for (const troubles of TROUBLES) {
    const faults = troubles.flatMap((trouble) =>
      trouble.simulated.map((fault) => ({ ...fault, host: hostOf(trouble) })),
    );
    stories.push(storyOf((await stage.run(plan, { faults: faultsAt(...faults) })).events));
  }
  return stories;
}
