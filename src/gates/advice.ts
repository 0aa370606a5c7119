import type { Service } from '../model/names.ts';
import { either, inOrder, manual, commandStep, type Next } from '../model/next-step.ts';

/** Returns two next steps: this manual step, then `quorate verify`. */
export function thenVerify(first: string): Next {
  return inOrder(manual(first), commandStep('verify'));
}

export function checkPassword(secret: string): Next {
  return thenVerify(`check that ${secret} matches the running cluster`);
}

/**
 * Next steps for a running member that the inventory does not list: add it to the inventory, or remove it from the
 * cluster.
 */
export function addOrRemove(service: Service, node: string): Next {
  return either(manual('add the member to the inventory'), commandStep(`remove-${service}`, { host: node }));
}
