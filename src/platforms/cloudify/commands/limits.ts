import { HOUR, MINUTE } from '../../../model/duration.ts';

/**
 * Limit for installing or uninstalling. A database installation retries creating the monitoring account for up to an
 * hour (60 attempts, pg.py, 415).
 */
export const INSTALL_LIMIT = HOUR;

/**
 * Limit for starting, stopping or restarting services. Each check of the product waits up to a minute for a broker, or
 * for a manager's REST service, to start.
 */
export const SERVICES_LIMIT = 15 * MINUTE;
