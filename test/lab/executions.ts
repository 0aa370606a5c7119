import { onLeader, type Databases } from './writer/database.ts';

const ID = 'quorate-pretended';

/** Makes the managers list an execution that is under way, as long as it is not ended. */
export async function pretendExecution(databases: Databases, status = 'started'): Promise<void> {
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
