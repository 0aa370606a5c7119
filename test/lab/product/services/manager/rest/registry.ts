import { bodyOf, ok, page, RestError, textIn, type Call, type Handler } from './app.ts';

const list =
  (sql: string): Handler =>
  async ({ app }) =>
    page(await app.database.query(sql));

const missing = (what: string, name: string): RestError =>
  new RestError(404, 'not_found_error', `Requested \`${what}\` with ID \`${name}\` was not found`);

async function removeBy({ app, name }: Call, table: string, key: string): Promise<unknown> {
  const [gone] = await app.database.query(`DELETE FROM ${table} WHERE ${key} = $1 RETURNING *`, [name]);
  if (!gone) throw missing(table, name);
  return gone;
}

export const listManagers = list('SELECT * FROM managers ORDER BY id');
export const listBrokers = list('SELECT * FROM rabbitmq_brokers ORDER BY name');
export const listDatabaseNodes = list('SELECT * FROM db_nodes ORDER BY name');

/** Unregisters a manager. It still uses the database and the brokers until it is uninstalled. */
export const removeManager: Handler = async (call) => ok(await removeBy(call, 'managers', 'hostname'));
export const removeBroker: Handler = async (call) => ok(await removeBy(call, 'rabbitmq_brokers', 'name'));

/** Registers a broker with the user and the CA of the existing brokers. */
export const addBroker: Handler = async (call) => {
  const body = bodyOf(call);
  const [name, address] = [textIn(body, 'name'), textIn(body, 'address')];
  const networks = { ...((body['networks'] as object | null | undefined) ?? {}), default: address };
  const added = await call.app.database.query(
    `INSERT INTO rabbitmq_brokers (name, host, port, username, password, networks, is_external, ca_cert)
     SELECT $1, $2, $3::integer, username, password, $4::jsonb, false, ca_cert FROM rabbitmq_brokers LIMIT 1
     ON CONFLICT (name) DO NOTHING RETURNING *`,
    [name, address, body['port'] ?? null, networks],
  );
  if (!added[0]) throw new RestError(409, 'conflict_error', `Broker ${name} already exists`);
  return ok(added[0], 201);
};

export const updateBroker: Handler = async (call) => {
  const networks = bodyOf(call)['networks'] ?? {};
  const [changed] = await call.app.database.query(
    'UPDATE rabbitmq_brokers SET networks = networks || $2::jsonb WHERE name = $1 RETURNING *',
    [call.name, networks],
  );
  if (!changed) throw missing('rabbitmq_brokers', call.name);
  return ok(changed);
};

/** Makes the real managers apply changes. These managers query the database for each request. */
export const updateDatabaseNodes: Handler = listDatabaseNodes;

const secretColumns = 'key, value, created_at, updated_at';
const decorate = (row: object | undefined) => ({
  ...row,
  visibility: 'tenant',
  tenant_name: 'default_tenant',
  created_by: 'admin',
  is_hidden_value: false,
});

export const putSecret: Handler = async (call) => {
  const value = textIn(bodyOf(call), 'value');
  const [row] = await call.app.database.query(
    `INSERT INTO secrets (key, value) VALUES ($1, $2)
     ON CONFLICT (key) DO UPDATE SET value = $2, updated_at = now() RETURNING ${secretColumns}`,
    [call.name, value],
  );
  return ok(decorate(row));
};

export const getSecret: Handler = async ({ app, name }) => {
  const [row] = await app.database.query(`SELECT ${secretColumns} FROM secrets WHERE key = $1`, [name]);
  if (!row) throw missing('Secret', name);
  return ok(decorate(row));
};

export const removeSecret: Handler = async (call) => {
  await removeBy(call, 'secrets', 'key');
  return ok('', 204);
};

export const listSecrets = list('SELECT key, created_at, updated_at FROM secrets ORDER BY key');

/** Lists executions with one of the given `status` values. A test adds a row to the table to make the product busy. */
export const listExecutions: Handler = async ({ app, query }) => {
  const wanted = query.getAll('status');
  return page(
    await app.database.query(
      `SELECT *, status AS status_display FROM executions WHERE $1::text[] = '{}' OR status = ANY($1)
       ORDER BY created_at DESC LIMIT 1000`,
      [wanted],
    ),
  );
};
