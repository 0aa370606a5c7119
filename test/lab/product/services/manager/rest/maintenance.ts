import { RestError, ok, type App, type Call, type Handler } from './app.ts';

interface Maintenance {
  status: 'activating' | 'activated' | 'deactivated';
  activated_at: string;
  activation_requested_at: string;
  requested_by: string;
  remaining_executions: readonly object[] | null;
}

const columns = 'status, activated_at, activation_requested_at, requested_by';
const off: Maintenance = {
  status: 'deactivated',
  activated_at: '',
  activation_requested_at: '',
  requested_by: '',
  remaining_executions: null,
};

const running = ({ database }: App) =>
  database.query(`SELECT id, deployment_id, workflow_id, status FROM executions
    WHERE status NOT IN ('terminated', 'failed', 'cancelled')`);

/** Current maintenance mode. Activation waits for executions, so each query checks them again. */
async function current(app: App): Promise<Maintenance> {
  const [row] = await app.database.query<Maintenance>(`SELECT ${columns} FROM maintenance_mode`);
  if (!row) return off;
  if (row.status === 'activated') return { ...row, remaining_executions: [] };
  const remaining = await running(app);
  if (remaining.length > 0) return { ...row, remaining_executions: remaining };
  const [done] = await app.database.query<Maintenance>(
    "UPDATE maintenance_mode SET status = 'activated', activated_at = now() RETURNING " + columns,
  );
  return { ...(done ?? row), remaining_executions: [] };
}

export const maintenanceState: Handler = async ({ app }) => ok(await current(app));

export const maintenanceAction: Handler = async ({ app, name, user }) => {
  if (name === 'activate') {
    const inserted = await app.database.query(
      `INSERT INTO maintenance_mode (status, requested_by) VALUES ('activating', $1)
       ON CONFLICT DO NOTHING RETURNING *`,
      [user],
    );
    return ok(await current(app), inserted.length > 0 ? 200 : 304);
  }
  if (name === 'deactivate') {
    const gone = await app.database.query('DELETE FROM maintenance_mode RETURNING *');
    return ok(off, gone.length > 0 ? 200 : 304);
  }
  const valid = "Valid action values are: ['activate', 'deactivate']";
  throw new RestError(400, 'bad_parameters_error', `Invalid action: ${name}, ${valid}`);
};

export async function refuseInMaintenance({ app }: Call): Promise<void> {
  if ((await current(app)).status === 'activated')
    throw new RestError(
      503,
      'maintenance_mode_active',
      'Your request was rejected since Cloudify manager is currently in maintenance mode',
    );
}
