import type { ExternalDatabase } from '../../model/cluster.ts';
import { platformOf } from '../../registry/platforms.ts';
import type { InventoryFinding } from '../problems.ts';
import type { RawExternalDatabase } from '../schema/raw.ts';
import type { Rule, RuleInput } from './rule.ts';
import type { YamlPath } from '../yaml/source.ts';
import { POSTGRES_PORT } from '../resolve/sourcing.ts';

const DATABASE: YamlPath = ['databases', 'external'];

const databasePort: Rule = (input) =>
  database(input, ({ port }) => [
    ...(port === POSTGRES_PORT
      ? []
      : [
          {
            at: [...DATABASE, 'port'],
            what: `port ${port} of an external database is not supported`,
            why: `the product's installer always connects to port ${POSTGRES_PORT}`,
            next: `make the database reachable on port ${POSTGRES_PORT}`,
          },
        ]),
  ]);

/**
 * The product requires that its account and its database differ from those that create them, and refuses equal ones
 * only after minutes of installing (val.py, 442-470).
 */
const databaseAccounts: Rule = (input) =>
  database(input, ({ user, cloudifyUser, database: name, cloudifyDatabase }) => [
    ...(user === cloudifyUser ? [same(input, { keys: ['cloudify_user', 'user'], value: user })] : []),
    ...(name === cloudifyDatabase
      ? [same(input, { keys: ['cloudify_database', 'database'], value: name })]
      : []),
    ...(platformOf(input.cluster).reservedDatabases.includes(cloudifyDatabase)
      ? [
          {
            at: [...DATABASE, 'cloudify_database'],
            what: `the product creates another database named ${cloudifyDatabase}`,
            next: 'choose another name',
          },
        ]
      : []),
  ]);

type Keys = readonly [keyof RawExternalDatabase, keyof RawExternalDatabase];

const same = (
  input: RuleInput,
  { keys, value }: { readonly keys: Keys; readonly value: string },
): InventoryFinding => ({
  at: written(input, keys),
  what: `${keys.join(' and ')} are both ${value}`,
  why: 'the product keeps its own account and database separate from those that create them',
  next: `use another ${keys[0]}`,
});

/** Returns the path of the first key if it is set, otherwise of the second. */
function written({ raw }: RuleInput, [one, other]: Keys): YamlPath {
  return [...DATABASE, raw.databases.external?.[one] === undefined ? other : one];
}

/** On Azure both accounts have the form `user@server`, with the same server (val.py, 453). */
const databaseServers: Rule = (input) =>
  database(input, ({ user, cloudifyUser }) => {
    const [server, other] = [serverOf(user), serverOf(cloudifyUser)];
    if (server === other) return [];
    const keys: Keys = server === '' ? ['user', 'cloudify_user'] : ['cloudify_user', 'user'];
    const [name] = (server === '' ? user : cloudifyUser).split('@');
    return [
      {
        at: written(input, keys),
        what: `user ${user} and cloudify_user ${cloudifyUser} belong to different servers`,
        why: 'on Azure both end with @ and the name of the server; elsewhere neither does',
        next: `set ${keys[0]}: ${name}@${server || other}, or remove @ from both`,
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

/** PostgreSQL may be configured to compare the common name of a client certificate with the account. */
export const clientOfAnotherName: Rule = (input) =>
  database(input, ({ cloudifyUser }) => {
    const { cluster } = input;
    const { databaseClient } = platformOf(cluster).certificateNeeds(cluster.version);
    return cluster.sslClientVerification && cloudifyUser.split('@')[0] !== databaseClient
      ? [
          {
            at: [...DATABASE, 'cloudify_user'],
            what: `the managers' certificates name ${databaseClient}, but their account is ${cloudifyUser}`,
            next: 'configure pg_hba.conf to verify only the CA (clientcert=verify-ca)',
          },
        ]
      : [];
  });
