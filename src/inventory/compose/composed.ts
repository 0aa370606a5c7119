import type { InventoryFinding } from '../problems.ts';

/** The result of a step that composes the document of an inventory in place. */
export interface Composed {
  readonly findings: readonly InventoryFinding[];
  /** Offsets of values that have a finding and stay as they are, so that the schema reports no second one. */
  readonly explained: readonly number[];
}
