import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapError } from '../base/failure.ts';
import { getLog } from '../base/log.ts';
import { request } from '../base/request.ts';

const log = getLog('DB');

/** True if the database is the leader. Patroni returns 200 on the leader and 503 on standbys. */
export async function isLeader(address: string, ca: string, timeoutMs = 3000): Promise<boolean> {
  return (await request({ host: address, port: 8008, path: '/', ca, timeoutMs })).status === 200;
}

/** Finds the leader. Queries all nodes in each round, two seconds apart. */
export async function selectLeader(addresses: readonly string[], ca: string, rounds = 10): Promise<string> {
  for (let round = 1; round <= rounds; round++) {
    for (const address of addresses) {
      try {
        if (await isLeader(address, ca)) return address;
      } catch (error) {
        log.error(`Error trying to get state of DB ${address}: ${(error as Error).message}`);
      }
    }
    if (round === rounds) break;
    log.info(`No active DB found yet. Attempt ${round}/${rounds}`);
    await sleep(2000);
  }
  throw bootstrapError(`No DB leader found in ${rounds} attempts.`);
}
