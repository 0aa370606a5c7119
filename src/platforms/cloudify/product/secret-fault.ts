import type { SecretName, ValueFault } from '../../../model/material.ts';

const DATABASE: readonly SecretName[] = [
  'postgres_password',
  'replicator_password',
  'cloudify_db_password',
  'db_monitoring_password',
];

/**
 * Returns why the product cannot use a value of printable ASCII; undefined if it can. The product writes database
 * passwords into SQL, URLs and pgpass files without escaping, replaces quotes and backslashes of the etcd token, and
 * writes unescaped characters into files that other programs read (docs/cloudify-facts.md 2.4 lists them by release).
 */
export function secretFault(name: SecretName, value: string): ValueFault | undefined {
  return (DATABASE.includes(name) ? databasePasswordFault(value) : undefined) ?? BY_NAME[name]?.(value);
}

const BY_NAME: Readonly<Partial<Record<SecretName, (value: string) => ValueFault | undefined>>> = {
  etcd_token: etcdTokenFault,
  erlang_cookie: (value) => characterFault(value, /[^A-Za-z0-9_.-]/g, 'Erlang reads the cookie as one word'),
  // The product runs `rabbitmqctl add_user USER PASSWORD` (components/rabbitmq/rabbitmq.py).
  rabbitmq_password: (value) => dashFault(value, 'rabbitmqctl'),
  // The product runs `openssl passwd -apr1 PASSWORD` (components/nginx/nginx.py).
  monitoring_password: (value) => dashFault(value, 'openssl') ?? yamlFault(value),
  // postgres_exporter, written in Go, refuses other characters in the URL of its database (components/prometheus/config).
  db_monitoring_password: (value) =>
    characterFault(
      value,
      /[^A-Za-z0-9._~!$&()*+,;=-]/g,
      'the product writes it into a URL without escaping, inside double quotes',
    ),
};

function databasePasswordFault(value: string): ValueFault | undefined {
  return characterFault(
    value,
    /['@:/?#%\\]/g,
    'the product writes it into SQL, URLs and pgpass files without escaping',
  );
}

/** Supervisord reads the token in some releases: in double quotes, with % as an expansion and " ;" as a comment. */
function etcdTokenFault(value: string): ValueFault | undefined {
  return (
    characterFault(value, /['\\]/g, 'the product replaces these characters') ??
    characterFault(value, /["%]/g, "supervisord reads them as its configuration file's own characters") ??
    (/ [;#]/.test(value)
      ? { what: 'a space before ; or #', why: 'supervisord reads the rest of the line as a comment' }
      : undefined)
  );
}

function dashFault(value: string, program: string): ValueFault | undefined {
  if (!value.startsWith('-')) return undefined;
  return {
    what: 'a - at the start',
    why: `the product passes it to ${program}, which reads it as an option`,
  };
}

/** The product writes the value into prometheus.yml without quotes (5.1 to 7.0), where it must be a plain scalar. */
function yamlFault(value: string): ValueFault | undefined {
  const why = 'the product writes it into YAML without quotes';
  if (/^[!&*{}[\],|>"'%@`#]/.test(value) || /^[?:] /.test(value))
    return { what: `${value.charAt(0)} at the start`, why };
  if (/: |:$/.test(value)) return { what: 'a colon before a space or at the end', why };
  if (/ #/.test(value)) return { what: 'a space before #', why };
  if (/^(?:null|Null|NULL)$/.test(value)) return { what: 'a word that means no value', why };
  return undefined;
}

/** Names the forbidden characters, which reveals little about the value. */
function characterFault(value: string, forbidden: RegExp, why: string): ValueFault | undefined {
  const found = [...new Set(value.match(forbidden))].map((sign) => (sign === ' ' ? 'a space' : sign));
  return found.length === 0 ? undefined : { what: `forbidden characters: ${found.sort().join(' ')}`, why };
}
