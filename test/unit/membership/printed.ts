import type { Proof } from '../../../src/model/health/proof.ts';
import { renderProof } from '../../../src/model/health/render-proof.ts';
import { nextText } from '../../../src/model/next-step.ts';
import { printable } from '../../../src/model/rendered.ts';

/** The text of a proof, as printed for the operator. */
export function textOf(proof: Proof): string {
  return printable(renderProof(proof));
}

/** A proof as printed for the operator: state, text and next step. */
export function printed(proof: Proof): {
  readonly state: string;
  readonly text: string;
  readonly next?: string;
} {
  const text = textOf(proof);
  if (proof.state !== 'refused') return { state: proof.state, text };
  return { state: proof.state, text, next: printable(nextText(proof.next)) };
}
