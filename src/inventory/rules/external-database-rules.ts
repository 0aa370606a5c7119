import type { ExternalDatabase } from '../../model/cluster.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawExternalDatabase } from '../schema/raw.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';
import { POSTGRES_PORT } from '../resolve/sourcing.ts';

const DATABASE: YamlPath = ['databases', 'external'];

const databasePort: Rule = (seen) =>
  database(seen, ({ port }) => [
    ...(port === POSTGRES_PORT
      ? []
      : [
          {
            at: [...DATABASE, 'port'],
            what: `an external database at port ${port} cannot be used`,
            why: `the product's installer connects to ${POSTGRES_PORT} whatever is configured`,
            next: `let something listen on ${POSTGRES_PORT} that forwards to it`,
          },
        ]),
  ]);

/** What the product refuses after minutes of installing (val.py, 442-470). */
const databaseAccounts: Rule = (seen) =>
  database(seen, ({ user, cloudifyUser, database: name, cloudifyDatabase }) => [
    ...(user === cloudifyUser ? [same(seen, { keys: ['cloudify_user', 'user'], value: user })] : []),
    ...(name === cloudifyDatabase
      ? [same(seen, { keys: ['cloudify_database', 'database'], value: name })]
      : []),
    ...(PRODUCT_DATABASES.includes(cloudifyDatabase)
      ? [
          {
            at: [...DATABASE, 'cloudify_database'],
            what: `the product makes a database of its own called ${cloudifyDatabase}`,
            next: 'choose another name',
          },
        ]
      : []),
  ]);

/** Created beside the managers' own (restservice/db.py, 95). */
const PRODUCT_DATABASES: readonly string[] = ['stage', 'composer'];

type Keys = readonly [keyof RawExternalDatabase, keyof RawExternalDatabase];

const same = (
  seen: RuleInput,
  { keys, value }: { readonly keys: Keys; readonly value: string },
): InventoryFinding => ({
  at: written(seen, keys),
  what: `${keys.join(' and ')} are both ${value}`,
  why: 'the product keeps its own account and database apart from those it creates them with',
  next: `give another ${keys[0]}`,
});

/** The first of these keys that is there: the other has its default. */
function written({ raw }: RuleInput, [one, other]: Keys): YamlPath {
  return [...DATABASE, raw.databases.external?.[one] === undefined ? other : one];
}

/** Azure: `user@server`, of one server both (val.py, 453). */
const databaseServers: Rule = (seen) =>
  database(seen, ({ user, cloudifyUser }) => {
    const [server, other] = [serverOf(user), serverOf(cloudifyUser)];
    if (server === other) return [];
    const keys: Keys = server === '' ? ['user', 'cloudify_user'] : ['cloudify_user', 'user'];
    const [name] = (server === '' ? user : cloudifyUser).split('@');
    return [
      {
        at: written(seen, keys),
        what: `user ${user} and cloudify_user ${cloudifyUser} are not of one server`,
        why: 'on Azure both have its name behind @, elsewhere neither has one',
        next: `give ${keys[0]}: ${name}@${server || other}, or leave @ out of both`,
      },
    ];
  });

const serverOf = (user: string): string => user.split('@')[1] ?? '';

function database(
  { cluster }: RuleInput,
  check: (external: ExternalDatabase) => readonly InventoryFinding[],
): readonly InventoryFinding[] {
  const { database: service } = cluster.sourcing;
  return service.kind === 'external' ? check(service) : [];
}

export const databaseRules: readonly Rule[] = [databasePort, databaseAccounts, databaseServers];

/** The product demands CN=cloudify; PostgreSQL may be told to compare that with the account. */
export const clientOfAnotherName: Rule = (seen) =>
  database(seen, ({ cloudifyUser }) =>
    seen.cluster.sslClientVerification && cloudifyUser.split('@')[0] !== 'cloudify'
      ? [
          {
            at: [...DATABASE, 'cloudify_user'],
            what: `the managers' certificates name cloudify, and their account is ${cloudifyUser}`,
            next: 'let pg_hba.conf verify the CA only (clientcert=verify-ca)',
          },
        ]
      : [],
  );
