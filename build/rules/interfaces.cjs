/**
 * Directory below src → the files in it that files outside it may import, separated by spaces. `hosts/` stands for the list
 * of this subdirectory, or for all files of a registry. Lengthen a list only with a reason. Every directory is listed here
 * or in ALL_PUBLIC (build/rules/modules.cjs).
 */
module.exports = {
  certificates: 'check/finding.ts check/matrix.ts check/pairs.ts fetch/ issue/ read/',
  'certificates/check':
    'check-pair.ts cluster-ca.ts external-service-ca.ts finding.ts handshake.ts matrix.ts names.ts pairs.ts',
  'certificates/fetch': 'fetch.ts fetched-chain.ts',
  'certificates/issue': 'issue.ts made-ahead.ts match-certificates.ts reason-to-issue.ts x509.ts',
  'certificates/read': 'bundle.ts directory.ts inspect.ts load.ts parse.ts pem-file.ts',
  cli: '',
  'cli/arguments':
    'argument-types.ts command.ts completion/ exits.ts explain/ flags.ts help/ inventory-path.ts positionals.ts read.ts repeated-command.ts status-flags.ts usage-faults.ts version.ts watch-flags.ts',
  'cli/certificates': 'ca-key.ts check.ts csr.ts fetch.ts import.ts issue-missing.ts issue.ts show-issued.ts',
  'cli/change':
    'change-members.ts deploy.ts listed-host.ts requested-change.ts resolve-change.ts restart.ts switchover.ts',
  'cli/arguments/completion': 'completion.ts',
  'cli/arguments/help': 'help.ts',
  'cli/arguments/explain': 'explain.ts topics.ts',
  'cli/init': 'import.ts init-flags.ts init.ts questions.ts',
  'cli/inspect':
    'check.ts drift.ts json-problems.ts plan.ts read-hosts.ts recover.ts runs.ts ssh-config.ts status.ts trust.ts unlock.ts validate.ts verify.ts watch/watch.ts',
  'cli/inspect/watch': 'status-watch.ts watch.ts',
  'cli/rehearse': 'rehearse.ts',
  'cli/run':
    'chosen-playbook.ts compared-plan.ts conduct-run.ts confirm-phases.ts earlier-times.ts environment.ts host-access.ts prepare.ts report.ts review.ts saved-plan-file.ts ssh-config.ts',
  'cli/secrets': 'check.ts edit.ts generate.ts list.ts',
  'cli/terminal':
    'awaited.ts editor.ts interrupt.ts io.ts json-output.ts lost-output.ts mask.ts print-problems.ts prompt.ts status-line.ts visible-output.ts written-report.ts',
  clock: 'clock.ts in-slices.ts',
  components:
    'config-object.ts etcd/ haproxy/ json.ts keepalived/ patroni/ postgresql/ rabbitmq/ read-membership.ts render-config.ts requests.ts unusable-answer.ts',
  'components/etcd': 'answers.ts force-new-cluster.ts',
  'components/haproxy': 'answers.ts config.ts paths.ts statistics-probe.ts unit.ts',
  'components/keepalived': 'config.ts holders.ts paths.ts unit.ts',
  'components/patroni': 'answers.ts commands.ts database-probes.ts database-view.ts',
  'components/postgresql': 'answers.ts declared-objects.ts scram.ts',
  'components/rabbitmq':
    'answers.ts broker-probes.ts broker-view.ts commands.ts definitions.ts node-name.ts node-port.ts password-hash.ts',
  errors:
    'errors.ts exit-codes.ts file-format.ts growing-bytes.ts shared-limit.ts local-file.ts network-error.ts suggest.ts collect-problems.ts altered-by-yaml.ts unreadable-data.ts',
  events: 'emit.ts events.ts',
  execute:
    'environment.ts execute.ts hosts/inspect-locks.ts hosts/read-histories.ts read/check-hosts.ts read/inspect.ts read/observe.ts safety/disruptions.ts fix-hosts.ts',
  'execute/gates': 'pass-gate.ts pass-gates.ts',
  'execute/hosts':
    'connect.ts fleet.ts host-faults.ts inspect-locks.ts locks.ts losses.ts read-histories.ts record-history.ts survey-hosts.ts',
  'execute/read':
    'begun-services.ts check-hosts.ts collect-membership.ts file-texts.ts inspect.ts observe.ts query-hosts.ts query-peers.ts shared-queries.ts unit-status.ts unless-unreachable.ts wait-for-answers.ts',
  'execute/safety':
    'admission.ts already-replaced.ts await-operation.ts bootstrapped-hosts.ts check-declared-lost.ts disruptions.ts new-hosts.ts package-versions.ts prove-operation.ts refused-operations.ts service-mutexes.ts',
  'execute/steps': 'host-for-step.ts receipts.ts run-step.ts state-on-host.ts',
  gates:
    'advice.ts query-members.ts causes/ classify-answer.ts external/ findings.ts gate-platform.ts gate.ts hosts/ listing.ts shared-gates.ts shared/ status-probe.ts unreachable.ts',
  'gates/causes':
    'cause-names.ts cause-texts.ts classify-failure.ts known-error.ts known-message.ts show-log.ts',
  'gates/causes/messages': 'certificates.ts machine.ts network.ts services.ts',
  'gates/external': 'broker.ts database.ts endpoints.ts',
  'gates/hosts':
    'check-plan.ts hosts-ready.ts details/judge.ts details/peer-names.ts peers.ts wanted.ts details/result.ts',
  'gates/hosts/details': 'judge.ts peer-names.ts result.ts',
  inventory:
    'draft.ts edit/ import/cluster-config.ts import/imported-cluster.ts inventory.ts load.ts read.ts resolve/certificate-source.ts resolve/partial-inventory.ts rules/unreachable-address.ts write.ts',
  'inventory/compose': 'environment.ts include.ts ranges.ts',
  'inventory/edit': 'edit-files.ts edit-inventory.ts',
  'inventory/import': 'cluster-config.ts imported-cluster.ts',
  'inventory/resolve':
    'certificate-source.ts context.ts partial-inventory.ts resolve.ts secrets-source.ts sourcing.ts',
  'inventory/rules': 'rules.ts unreachable-address.ts',
  'inventory/rules/services': 'native-rules.ts sourcing-rules.ts virtual-ip-rules.ts',
  'inventory/schema': 'check-schema.ts raw.ts remove-invalid.ts',
  'inventory/yaml': 'source.ts syntax.ts text-faults.ts yaml-pitfalls.ts',
  journal: 'durations.ts estimate.ts follow-runs.ts history.ts journal.ts runs.ts',
  material: 'host-passwords.ts load.ts local-file-problems.ts',
  membership:
    'admission/ candidate.ts mutex-mode.ts next-lane.ts proof/prove-cleanup.ts proof/judge-proof.ts proof/prove.ts proof/votes.ts recovery.ts views/healthy.ts views/listed-members.ts views/no-leader.ts views/peer-view.ts',
  'membership/admission':
    'compare-with-members.ts existing-data.ts inventory-mismatch.ts package-versions.ts unfinished-members.ts',
  'membership/proof': 'judge-proof.ts prove-cleanup.ts prove.ts vote-count.ts votes.ts',
  'membership/services': 'brokers.ts databases.ts managers.ts votes-by-service.ts',
  'membership/views': 'compared-views.ts healthy.ts listed-members.ts no-leader.ts peer-view.ts',
  phases:
    'cleanup.ts haproxy.ts keepalived.ts lane.ts member-to-join.ts names-block.ts phase.ts preflight.ts removal.ts remove-load-balancer.ts',
  plan: 'build/ compare/ diff/ digest.ts saved-plan.ts',
  'plan/build': 'build-plan.ts named-change.ts plan-on.ts survey-request.ts until.ts',
  'plan/compare':
    'compare.ts decide-job.ts drift.ts fixed-settings.ts forecast.ts required-command.ts step-state.ts',
  'plan/diff': 'bounded.ts file.ts',
  platforms: 'cloudify/ inventory-platform.ts native/ platform.ts',
  'platforms/cloudify': 'platform.ts product/paths.ts product/releases.ts product/versions.ts',
  'platforms/cloudify/checks': 'details-plan.ts flows.ts host-checks.ts',
  'platforms/cloudify/commands': 'brokers.ts databases.ts managers.ts program.ts services.ts',
  'platforms/cloudify/config': 'config.ts sections.ts settings.ts staged-files.ts',
  'platforms/cloudify/external': 'services.ts',
  'platforms/cloudify/observe': 'databases.ts executions.ts manager.ts manager-view.ts',
  'platforms/cloudify/probes':
    'broker-registry.ts logs.ts membership-query.ts probes.ts registered-members.ts',
  'platforms/cloudify/product':
    'logs.ts paths.ts ports.ts release-support.ts releases.ts secret-fault.ts secrets.ts versions.ts',
  'platforms/cloudify/steps': 'host-files.ts install.ts remove-member.ts switchover-from.ts',
  'platforms/native': 'packages.ts paths.ts platform.ts',
  'platforms/native/checks': 'details-plan.ts flows.ts host-checks.ts',
  'platforms/native/commands': 'brokers.ts databases.ts etcd.ts services.ts sql.ts',
  'platforms/native/config':
    'application.ts etcd.ts haproxy.ts kernel.ts overlays.ts package-source.ts parameters.ts patroni.ts rabbitmq.ts settings.ts upgrades.ts',
  'platforms/native/probes': 'application.ts leader-settings.ts logs.ts membership-query.ts',
  'platforms/native/steps':
    'host-files.ts install.ts package-source.ts remove-member.ts shared-parameters.ts switchover-from.ts',
  playbook: 'load.ts parse.ts playbook.ts select.ts',
  registry: 'gates.ts phases.ts platforms.ts vocabulary.ts',
  report:
    'name-list.ts page/page-view.ts page/page.ts plan/ problems.ts reporters/ run/event-messages.ts run/remaining.ts tables/ text.ts visible.ts watch/',
  'report/page': 'markup.ts page-view.ts page.ts style.ts',
  'report/plan': 'disruptions.ts drift.ts plan-changes.ts plan-lines.ts plan-text.ts runbook.ts',
  'report/reporters': 'awaited.ts html.ts json.ts plain.ts redrawn.ts terminal.ts',
  'report/run': 'draw.ts event-messages.ts paint-frame.ts remaining.ts state.ts summary.ts waiting.ts',
  'report/tables':
    'check-table.ts locks-table.ts margins.ts prometheus.ts recovery.ts runs-table.ts status-table.ts status.ts trust-table.ts',
  'report/watch': 'page.ts sections.ts watch-document.ts watch-text.ts watch-view.ts watched-run.ts',
  secrets:
    'complete.ts create.ts files/age.ts files/keys.ts files/passphrase.ts files/private-file.ts files/scratch.ts files/secrets-file.ts load.ts redact.ts sources/secret-values.ts sources/value.ts',
  'secrets/files': 'age.ts keys.ts merge-values.ts passphrase.ts private-file.ts scratch.ts secrets-file.ts',
  'secrets/sources': 'command.ts secret-values.ts value-faults.ts value.ts',
  simulate:
    'commands/packages.ts faults/seeded-faults.ts native/system.ts replace-machine.ts services/external.ts transport.ts world/durations.ts world/clock.ts',
  'simulate/cloudify': 'cfy-manager.ts cfy.ts config.ts install.ts product.ts release.ts',
  'simulate/commands': 'packages.ts registry.ts usage.ts',
  'simulate/faults': 'apply-fault.ts faults.ts seeded-faults.ts',
  'simulate/native':
    'application.ts etcdctl.ts keepalived-commands.ts keepalived.ts members.ts parameters.ts patronictl.ts psql.ts system.ts systemctl.ts',
  'simulate/http': 'etcd.ts external.ts haproxy.ts patroni.ts rabbitmq.ts reply.ts rest.ts',
  'simulate/services':
    'balancer.ts broker.ts database-members.ts database.ts external.ts host-for.ts manager.ts names.ts network.ts ports.ts power.ts running.ts',
  'simulate/session': 'connection.ts session.ts',
  'simulate/world': 'clock.ts durations.ts files.ts host.ts random.ts state.ts world.ts',
  transport: 'kept-sessions.ts limited-calls.ts openssh/ port.ts ssh/ watched-calls.ts',
  'transport/openssh': 'connect.ts master/private-directory.ts needed/reasons.ts proxy-command.ts',
  'transport/openssh/askpass': 'answers.ts program.ts server.ts',
  'transport/openssh/failure': 'algorithms.ts failed-login.ts failure.ts host-key.ts messages.ts',
  'transport/openssh/master': 'master.ts private-directory.ts start.ts',
  'transport/openssh/mux': 'link.ts message.ts',
  'transport/openssh/needed': 'reasons.ts',
  'transport/ssh':
    'config/ connect/bastions.ts connect/configured-files.ts connect/connection.ts connect/handshake/algorithms-problem.ts connect/handshake/handshake-failed.ts connect/local-files.ts connect/options.ts connect/passphrases.ts connect/retries.ts connect/trust/trust.ts native-crypto.ts password-prompt.ts quote.ts record-key.ts login-steps.ts ssh-command.ts transport.ts worker/not-started.ts',
  'transport/ssh/checks': 'connections.ts details.ts',
  'transport/ssh/config':
    'client/clients.ts client/for-openssh.ts configured.ts effective.ts openssh.ts overridden.ts route.ts source.ts',
  'transport/ssh/config/client': 'client-reasons.ts clients.ts for-openssh.ts',
  'transport/ssh/connect':
    'bastions.ts configured-files.ts connect.ts connection.ts handshake/algorithms-problem.ts handshake/handshake-failed.ts host-keys.ts local-files.ts options.ts passphrases.ts retries.ts trust/trust.ts',
  'transport/ssh/connect/handshake':
    'algorithms-problem.ts attempt.ts handshake-failed.ts handshake-problem.ts handshake.ts open-socket.ts progress.ts',
  'transport/ssh/connect/login':
    'auth-handler.ts identity.ts keys.ts login-methods.ts login-problem.ts public-part.ts waiting.ts',
  'transport/ssh/methods':
    'jobs.ts lock.ts on-host.ts reach.ts read-replies.ts read-survey.ts request.ts upload.ts',
  'transport/ssh/scripts':
    'change.ts fence.ts functions.ts job.ts limits.ts lock.ts on-host.ts script.ts survey.ts upload.ts',
  'transport/ssh/connect/trust': 'trust.ts',
  'transport/ssh/worker':
    'frame.ts lines.ts loop.ts no-response.ts not-started.ts response.ts start.ts text.ts turns.ts worker.ts',
};
