import { inOrder, commandStep, type Next } from '../model/next-step.ts';

/** Returns two next steps: this one, then `quorate verify`. */
export function thenVerify(first: Next): Next {
  return inOrder(first, commandStep('verify'));
}

export function checkPassword(secret: string): Next {
  return thenVerify(`check that ${secret} matches the running cluster`);
}

/** Next steps for a running member that the inventory does not list. Only a listed member can be removed. */
export function listMember(node: string): Next {
  return inOrder(`list ${node} in the inventory`, commandStep('status'));
}
