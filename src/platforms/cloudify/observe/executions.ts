import type { Answer } from '../../../model/health/gate.ts';
import { isFields, jsonOf, objectList, textOf } from '../../../components/json.ts';

/** Statuses of executions that run or start at once, so not `scheduled` (cloudify-manager, rest_decorators.py, 414). */
const RUNNING = ['pending', 'started', 'cancelling', 'force_cancelling', 'kill_cancelling', 'queued'];

/** Path below /api/v3.1 that lists the running executions of all tenants. */
export const RUNNING_EXECUTIONS = `executions?${[
  '_include=id,status,workflow_id,deployment_id',
  '_all_tenants=true',
  '_include_system_workflows=true',
  '_get_all_results=true',
  ...RUNNING.map((status) => `status=${status}`),
].join('&')}`;

interface Execution {
  readonly id: string;
  readonly workflow: string;
}

/** Reads the answer to `RUNNING_EXECUTIONS` and filters it again. Returns undefined if the answer has no list. */
export function runningExecutions(answer: Answer | undefined): readonly Execution[] | undefined {
  const body = jsonOf(answer, 200);
  const items = isFields(body) ? objectList(body.items) : undefined;
  return items
    ?.filter((item) => RUNNING.includes(textOf(item, 'status')))
    .map((item) => ({ id: textOf(item, 'id'), workflow: textOf(item, 'workflow_id') }));
}
