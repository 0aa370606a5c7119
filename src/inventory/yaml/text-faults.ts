import type { InventoryFinding } from '../problems.ts';
import type { YamlSource } from './source.ts';
import { syntaxFindings } from './syntax.ts';
import { findYamlPitfalls } from './yaml-pitfalls.ts';

/** Faults of a YAML text, before anything is known about its keys. */
interface TextFaults {
  readonly findings: readonly InventoryFinding[];
  /** False if the faults leave no values to check. */
  readonly isReadable: boolean;
}

export function textFaults(source: YamlSource): TextFaults {
  const broken = syntaxFindings(source);
  if (broken.length > 0) return { findings: broken, isReadable: false };
  const { structure, values } = findYamlPitfalls(source);
  const unreadable = structure.length > 0 ? structure : aliasFindings(source);
  return { findings: [...unreadable, ...values], isReadable: unreadable.length === 0 };
}

/** Reports aliases that the parser refuses to expand, because nested aliases can exceed any memory. */
function aliasFindings({ document }: YamlSource): readonly InventoryFinding[] {
  try {
    document.toJS();
    return [];
  } catch {
    return [
      { at: [], what: 'the anchors and aliases expand to too much data', next: 'write the values out' },
    ];
  }
}
