import type { Phase } from '../phases/phase.ts';
import { preflight } from '../phases/preflight.ts';
import { platformOf, type OnPlatform } from './platforms.ts';

/** Every phase that a cluster may have, by the name that playbooks use. */
export function phasesOf(cluster: OnPlatform): Readonly<Record<string, Phase>> {
  return { preflight, ...platformOf(cluster).phases };
}
