import { appendFileSync } from 'node:fs';
import { managerPaths } from '../../../base/paths.ts';

/** Logs the error of a request to the file of the product's REST service, not to the journal. */
export function logError(message: string): void {
  const time = new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
  appendFileSync(
    `${managerPaths.logs}/cloudify-rest-service.log`,
    `${time} - [manager_rest] - ERROR - ${message}\n`,
  );
}
