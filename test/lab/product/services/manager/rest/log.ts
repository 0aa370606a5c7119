import { appendFileSync } from 'node:fs';
import { managerPaths } from '../../../base/paths.ts';

/** What a request could not do, as the product's REST service tells it: in its own file, not in the journal. */
export function logError(message: string): void {
  const time = new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
  appendFileSync(
    `${managerPaths.logs}/cloudify-rest-service.log`,
    `${time} - [manager_rest] - ERROR - ${message}\n`,
  );
}
