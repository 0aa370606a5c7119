import { nextText, type Next } from '../../src/model/next-step.ts';
import type { Rendered } from '../../src/model/rendered.ts';

/** The advice as an operator reads it, who gave the inventory as `inventory.yaml`. */
export function adviceText(next: Next | undefined): Rendered {
  return next === undefined ? '' : nextText(next, { inventory: 'inventory.yaml' });
}

/** Problems with their advice as text. */
export function advised<P extends { readonly next?: Next }>(
  problems: readonly P[],
): readonly (Omit<P, 'next'> & { readonly next?: Rendered })[] {
  return problems.map(({ next, ...problem }) =>
    next === undefined ? problem : { ...problem, next: adviceText(next) },
  );
}
