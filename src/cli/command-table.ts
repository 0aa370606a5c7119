import type { CommandGroup, Commands } from './arguments/command.ts';
import { addBroker } from './commands/add-broker.ts';
import { addDatabase } from './commands/add-database.ts';
import { addLoadBalancer } from './commands/add-load-balancer.ts';
import { addManager } from './commands/add-manager.ts';
import { certificatesCheck } from './commands/certificates-check.ts';
import { certificatesCsr } from './commands/certificates-csr.ts';
import { certificatesFetch } from './commands/certificates-fetch.ts';
import { certificatesImport } from './commands/certificates-import.ts';
import { certificatesIssue } from './commands/certificates-issue.ts';
import { deploy } from './commands/deploy.ts';
import { drift } from './commands/drift.ts';
import { init } from './commands/init.ts';
import { plan } from './commands/plan.ts';
import { recover } from './commands/recover.ts';
import { rehearse } from './commands/rehearse.ts';
import { reinitDatabase } from './commands/reinit-database.ts';
import { removeBroker } from './commands/remove-broker.ts';
import { removeDatabase } from './commands/remove-database.ts';
import { removeLoadBalancer } from './commands/remove-load-balancer.ts';
import { removeManager } from './commands/remove-manager.ts';
import { replaceHost } from './commands/replace-host.ts';
import { restart } from './commands/restart.ts';
import { runs } from './commands/runs.ts';
import { secretsCheck } from './commands/secrets-check.ts';
import { secretsEdit } from './commands/secrets-edit.ts';
import { secretsGenerate } from './commands/secrets-generate.ts';
import { secretsList } from './commands/secrets-list.ts';
import { status } from './commands/status.ts';
import { switchover } from './commands/switchover.ts';
import { unlock } from './commands/unlock.ts';
import { validate } from './commands/validate.ts';
import { verify } from './commands/verify.ts';

const certificates: CommandGroup = {
  name: 'certificates',
  summary: 'Issue and check certificates',
  commands: [certificatesIssue, certificatesCsr, certificatesImport, certificatesCheck, certificatesFetch],
};

const secrets: CommandGroup = {
  name: 'secrets',
  summary: 'Generate, edit, list or check the secrets of an inventory',
  commands: [secretsGenerate, secretsEdit, secretsList, secretsCheck],
};

/** All commands, in the order of `--help`. Each loads its work only when it runs. */
export const COMMANDS: Commands = [
  init,
  validate,
  plan,
  rehearse,
  deploy,
  verify,
  status,
  drift,
  recover,
  addDatabase,
  addBroker,
  addManager,
  addLoadBalancer,
  removeDatabase,
  removeBroker,
  removeManager,
  removeLoadBalancer,
  replaceHost,
  switchover,
  reinitDatabase,
  restart,
  runs,
  unlock,
  certificates,
  secrets,
];
