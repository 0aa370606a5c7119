import { validationError } from '../base/failure.ts';
import { getLog } from '../base/log.ts';
import { checkNoRemovedPasswords } from '../config/dump.ts';
import type { Settings } from '../config/settings.ts';
import {
  checkClientCommonNames,
  checkDatabaseCertificates,
  checkDatabaseCluster,
  checkDatabaseInputs,
} from './database.ts';
import { checkAddressesGiven, checkCertificateInputs, checkExternalCertificate } from './inputs.ts';
import {
  addressProblems,
  checkEnvironment,
  diskProblems,
  distributionProblems,
  memoryProblems,
  thisMachine,
  toolProblems,
  type Machine,
} from './machine.ts';

const log = getLog('Validations');

/**
 * Checks that the product makes before it changes the host, in its order. The services make the checks that the product
 * only makes during configuration: a wrong broker certificate, a node that is not a member, monitoring without
 * certificates.
 */
export async function validate(settings: Settings, machine: Machine = thisMachine): Promise<void> {
  checkAddressesGiven(settings);
  if (settings.validations.skip_validations) {
    log.info('Skipping validations');
    return;
  }
  log.notice('Validating local machine...');
  checkNoRemovedPasswords(settings);
  const problems = addressProblems(settings, machine);
  checkEnvironment(settings, machine);
  problems.push(...memoryProblems(settings, machine));
  checkDatabaseInputs(settings);
  checkDatabaseCluster(settings);
  checkDatabaseCertificates(settings);
  checkClientCommonNames(settings);
  checkExternalCertificate(settings);
  checkCertificateInputs(settings);
  problems.push(...distributionProblems(settings, machine), ...(await toolProblems(machine)));
  problems.push(...diskProblems(settings, machine));
  if (problems.length > 0) throw validationError(`Validation error(s):\n${problems.join('\n')}`);
  log.notice('All validations passed successfully!');
}
