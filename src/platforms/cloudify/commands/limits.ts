import { HOUR, MINUTE } from '../../../model/duration.ts';

/** Creating a monitoring account is tried 60 times before a database install gives up (pg.py, 415): an hour. */
export const INSTALL_LIMIT = HOUR;

/** A broker is given a minute to start by each of the checks behind it, a manager as long for its REST service. */
export const SERVICES_LIMIT = 15 * MINUTE;
