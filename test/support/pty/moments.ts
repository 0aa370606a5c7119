/** The streams that draw-run.ts draws. */
export type Drawn = 'good' | 'failed' | 'refused' | 'interrupted';

/** The screens at which a drawn run stops, in their order. The run of `interrupted` has 200 hosts. */
export const MOMENTS: Readonly<Record<Drawn, readonly string[]>> = {
  good: ['start', 'running', 'gate'],
  interrupted: ['many-hosts'],
  failed: [],
  refused: [],
};

/** A code that terminals ignore: the screen is drawn as it should be at a moment. */
export const MOMENT = '\u001b[9999z';
