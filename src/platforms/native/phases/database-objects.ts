import {
  checkScript,
  createScript,
  type DeclaredObjects,
} from '../../../components/postgresql/declared-objects.ts';
import { scramVerifier } from '../../../components/postgresql/scram.ts';
import { lanesOf } from '../../../phases/lane.ts';
import type { Phase, PhaseInput } from '../../../phases/phase.ts';
import { checkSql, runSql } from '../commands/sql.ts';

/**
 * Creates the accounts and databases of the inventory. Every database runs the script, because only at run time is it known
 * which of them leads: the leader creates, the standbys wait for it.
 */
export const databaseObjects: Phase = {
  title: 'create the accounts and databases',
  needs: ['patroni-leader'],
  follows: [],
  lanes: (input) => {
    const declared = declaredObjects(input);
    if (declared.accounts.length + declared.databases.length === 0) return [];
    return lanesOf(input, () => [
      {
        slug: 'objects',
        title: `create ${namesOf(declared)}`,
        action: {
          kind: 'run',
          command: runSql(createScript(declared)),
          unless: { command: checkSql(checkScript(declared)) },
        },
      },
    ]);
  },
};

function declaredObjects({ after, material }: PhaseInput): DeclaredObjects {
  const { accounts = [], databases = [] } = after.native ?? {};
  const key = material.secrets.receipt_key;
  return {
    databases,
    accounts: accounts.flatMap((account) => {
      const password = material.secrets[`postgresql_user_${account.name}`];
      return password ? [{ ...account, verifier: scramVerifier(account.name, password, key) }] : [];
    }),
  };
}

/** `account orders, database orders, database billing` */
function namesOf({ accounts, databases }: DeclaredObjects): string {
  return [
    ...accounts.map(({ name }) => `account ${name}`),
    ...databases.map(({ name }) => `database ${name}`),
  ].join(', ');
}
