/** Tables of the stand-in in the product's database: the registry of members and the data of its REST service. */
export const schema = `
CREATE TABLE alembic_version (version_num text PRIMARY KEY);
CREATE TABLE managers (
  id serial, hostname text PRIMARY KEY, private_ip text NOT NULL UNIQUE, public_ip text NOT NULL, version text NOT NULL,
  edition text NOT NULL, distribution text NOT NULL, distro_release text NOT NULL,
  last_seen timestamptz NOT NULL DEFAULT now(), networks jsonb NOT NULL
);
CREATE TABLE rabbitmq_brokers (
  name text PRIMARY KEY, host text NOT NULL, port integer, username text, password text, networks jsonb NOT NULL,
  is_external boolean NOT NULL DEFAULT false, ca_cert text
);
CREATE TABLE db_nodes (name text PRIMARY KEY, host text NOT NULL UNIQUE, is_external boolean NOT NULL DEFAULT false);
CREATE TABLE users (username text PRIMARY KEY, password_hash text NOT NULL);
CREATE TABLE licenses (
  customer_id text PRIMARY KEY, expiration_date timestamptz, license_edition text, trial boolean NOT NULL,
  cloudify_version text, capabilities text[]
);
CREATE TABLE secrets (
  key text PRIMARY KEY, value text NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE executions (
  id text PRIMARY KEY, workflow_id text NOT NULL, deployment_id text, status text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE maintenance_mode (
  single boolean PRIMARY KEY DEFAULT true CHECK (single), status text NOT NULL, activated_at timestamptz,
  activation_requested_at timestamptz NOT NULL DEFAULT now(), requested_by text NOT NULL
);
`;
