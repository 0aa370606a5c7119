// Names of PostgreSQL: cspell:ignore rolcreatedb rolreplication authid rolcanlogin rolpassword userbyid datdba
import type { DatabaseAccount, NativeSettings } from '../../model/cluster.ts';
import { Secret } from '../../model/secret.ts';

/** An account with the verifier of its password. */
interface VerifiedAccount extends DatabaseAccount {
  readonly verifier: Secret;
}

export interface DeclaredObjects {
  readonly accounts: readonly VerifiedAccount[];
  readonly databases: NativeSettings['databases'];
}

/** Attributes that an inventory may give to an account. The account loses those that it does not list. */
const ATTRIBUTES = ['createdb', 'replication'];
/** Names of the attributes in pg_roles. */
const COLUMNS: Readonly<Record<string, string>> = {
  createdb: 'rolcreatedb',
  replication: 'rolreplication',
};

/** Prints errors without the statement, which contains the verifier, on the screen and in the log of the server. */
const QUIET = ['\\set ON_ERROR_STOP on', '\\set VERBOSITY terse', 'SET log_min_error_statement = panic;'];

/** How long a standby may lag behind the statements that the leader has just executed. */
const LAG_SECONDS = 60;

/** A script for psql that fails unless the database has the accounts and databases as declared. */
export function checkScript(declared: DeclaredObjects): Secret {
  return secretText([...QUIET, ...waitFor(declared, 1)]);
}

/**
 * A script for psql that creates the accounts and databases, or corrects them, on the leader. On a standby, it waits until
 * the leader has done so.
 */
export function createScript(declared: DeclaredObjects): Secret {
  const { accounts, databases } = declared;
  return secretText([
    ...QUIET,
    'SELECT pg_is_in_recovery() AS standby \\gset',
    '\\if :standby',
    ...waitFor(declared, LAG_SECONDS),
    '\\else',
    ...accounts.flatMap(createAccount),
    ...databases.flatMap(createDatabase),
    '\\endif',
  ]);
}

function createAccount({ name, attributes, roles, verifier }: VerifiedAccount): readonly Line[] {
  const all = ATTRIBUTES.map((one) => (attributes.includes(one) ? one : `no${one}`)).join(' ');
  return [
    `SELECT 'CREATE ROLE "${name}"' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${name}') \\gexec`,
    [`ALTER ROLE "${name}" LOGIN ${all.toUpperCase()} PASSWORD '`, verifier, "';"],
    ...roles.map((role) => `GRANT "${role}" TO "${name}";`),
  ];
}

function createDatabase({ name, owner }: DeclaredObjects['databases'][number]): readonly Line[] {
  const missing = `NOT EXISTS (SELECT FROM pg_database WHERE datname = '${name}')`;
  return [
    `SELECT 'CREATE DATABASE "${name}" OWNER "${owner}"' WHERE ${missing} \\gexec`,
    `ALTER DATABASE "${name}" OWNER TO "${owner}";`,
  ];
}

/** Waits until the accounts and databases are as declared. Each statement of the loop sees what was replayed meanwhile. */
function waitFor({ accounts, databases }: DeclaredObjects, seconds: number): readonly Line[] {
  const conditions = [...accounts.map(accountExists), ...databases.map(databaseExists)];
  return [
    'DO $wait$ BEGIN',
    `FOR attempt IN 1..${seconds} LOOP`,
    'IF true',
    ...conditions,
    'THEN RETURN; END IF;',
    `IF attempt < ${seconds} THEN PERFORM pg_sleep(1); END IF;`,
    'END LOOP;',
    "RAISE EXCEPTION 'the accounts and databases are not as the inventory declares them';",
    'END $wait$;',
  ];
}

function accountExists({ name, attributes, roles, verifier }: VerifiedAccount): Line {
  const flags = ATTRIBUTES.map((one) => `${attributes.includes(one) ? '' : 'NOT '}a.${COLUMNS[one] ?? one}`);
  const memberships = roles.map((role) => `pg_has_role(a.oid, '${role}', 'MEMBER')`);
  const rest = [...flags, ...memberships].join(' AND ');
  return [
    `AND EXISTS (SELECT FROM pg_authid a WHERE a.rolname = '${name}' AND a.rolcanlogin AND a.rolpassword = '`,
    verifier,
    `' AND ${rest})`,
  ];
}

function databaseExists({ name, owner }: DeclaredObjects['databases'][number]): Line {
  const ownerName = 'pg_get_userbyid(d.datdba)';
  return `AND EXISTS (SELECT FROM pg_database d WHERE d.datname = '${name}' AND ${ownerName} = '${owner}')`;
}

/** A line of a script, in parts if it contains a secret. */
type Line = string | readonly (string | Secret)[];

function secretText(lines: readonly Line[]): Secret {
  const text = (shown: (secret: Secret) => string) =>
    lines
      .map((line) =>
        typeof line === 'string'
          ? line
          : line.map((part) => (typeof part === 'string' ? part : shown(part))).join(''),
      )
      .map((line) => `${line}\n`)
      .join('');
  return new Secret(
    text((secret) => secret.reveal()),
    text((secret) => secret.toString()),
  );
}
