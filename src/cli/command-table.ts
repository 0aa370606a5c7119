import type { CliCommandGroup, CliCommandSection } from './arguments/command.ts';
import { addBrokerCommand } from './commands/add-broker.ts';
import { addDatabaseCommand } from './commands/add-database.ts';
import { addLoadBalancerCommand } from './commands/add-load-balancer.ts';
import { addManagerCommand } from './commands/add-manager.ts';
import { certificatesCheckCommand } from './commands/certificates-check.ts';
import { certificatesCsrCommand } from './commands/certificates-csr.ts';
import { certificatesFetchCommand } from './commands/certificates-fetch.ts';
import { certificatesImportCommand } from './commands/certificates-import.ts';
import { certificatesIssueCommand } from './commands/certificates-issue.ts';
import { checkCommand } from './commands/check.ts';
import { completionCommand } from './commands/completion.ts';
import { deployCommand } from './commands/deploy.ts';
import { driftCommand } from './commands/drift.ts';
import { explainCommand } from './commands/explain.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { planCommand } from './commands/plan.ts';
import { reconfigureCommand } from './commands/reconfigure.ts';
import { recoverCommand } from './commands/recover.ts';
import { rehearseCommand } from './commands/rehearse.ts';
import { reinitDatabaseCommand } from './commands/reinit-database.ts';
import { removeBrokerCommand } from './commands/remove-broker.ts';
import { removeDatabaseCommand } from './commands/remove-database.ts';
import { removeLoadBalancerCommand } from './commands/remove-load-balancer.ts';
import { removeManagerCommand } from './commands/remove-manager.ts';
import { replaceHostCommand } from './commands/replace-host.ts';
import { reportCommand } from './commands/report.ts';
import { restartCommand } from './commands/restart.ts';
import { runsCommand } from './commands/runs.ts';
import { secretsCheckCommand } from './commands/secrets-check.ts';
import { secretsEditCommand } from './commands/secrets-edit.ts';
import { secretsGenerateCommand } from './commands/secrets-generate.ts';
import { secretsListCommand } from './commands/secrets-list.ts';
import { sshConfigCommand } from './commands/ssh-config.ts';
import { statusCommand } from './commands/status.ts';
import { switchoverCommand } from './commands/switchover.ts';
import { trustCommand } from './commands/trust.ts';
import { unlockCommand } from './commands/unlock.ts';
import { validateCommand } from './commands/validate.ts';
import { verifyCommand } from './commands/verify.ts';
import { watchCommand } from './commands/watch.ts';

const certificates: CliCommandGroup = {
  name: 'certificates',
  summary: 'Issue and check certificates',
  commands: [
    certificatesIssueCommand,
    certificatesCsrCommand,
    certificatesImportCommand,
    certificatesCheckCommand,
    certificatesFetchCommand,
  ],
};

const secrets: CliCommandGroup = {
  name: 'secrets',
  summary: 'Generate, edit, list or check the secrets of an inventory',
  commands: [secretsGenerateCommand, secretsEditCommand, secretsListCommand, secretsCheckCommand],
};

/** All commands, in the order of `--help`. Each loads its work only when it runs. */
export const SECTIONS: readonly CliCommandSection[] = [
  {
    title: 'Set up',
    commands: [
      initCommand,
      importCommand,
      validateCommand,
      sshConfigCommand,
      trustCommand,
      checkCommand,
      completionCommand,
    ],
  },
  {
    title: 'Look',
    commands: [
      statusCommand,
      watchCommand,
      verifyCommand,
      driftCommand,
      recoverCommand,
      runsCommand,
      explainCommand,
      reportCommand,
    ],
  },
  {
    title: 'Deploy',
    commands: [rehearseCommand, planCommand, deployCommand],
  },
  {
    title: 'Day 2',
    commands: [
      addDatabaseCommand,
      addBrokerCommand,
      addManagerCommand,
      addLoadBalancerCommand,
      removeDatabaseCommand,
      removeBrokerCommand,
      removeManagerCommand,
      removeLoadBalancerCommand,
      replaceHostCommand,
      switchoverCommand,
      reinitDatabaseCommand,
      restartCommand,
      reconfigureCommand,
      unlockCommand,
    ],
  },
  { title: 'Secrets and certificates', commands: [secrets, certificates] },
];
