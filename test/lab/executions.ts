import { onLeader, type Databases } from './writer/database.ts';

const ID = 'quorate-pretended';

/** Adds a fake execution in progress to the managers' list, until `endExecution` ends it. */
export async function addFakeExecution(databases: Databases, status = 'started'): Promise<void> {
  const values = [ID, 'install', 'web-shop', status];
  await onLeader(
    databases,
    'INSERT INTO executions VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET status = $4',
    values,
  );
}

export async function endExecution(databases: Databases): Promise<void> {
  await onLeader(databases, "UPDATE executions SET status = 'terminated' WHERE id = $1", [ID]);
}
