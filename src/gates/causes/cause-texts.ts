import type { FailureCause } from '../../model/health/gate.ts';
import { commandStep, either, inOrder, manual, RUN_AGAIN } from '../../model/next-step.ts';
import type { Next } from '../../model/next-step.ts';

/** The meaning of a cause, the observation that it is derived from, and the action that corrects it. */
interface CauseText {
  readonly means: string;
  readonly seen: string;
  readonly action: Next;
}

const UNEXPECTED: CauseText = {
  means: 'a program answered, but not as the service does',
  seen: 'the HTTP status, the exit code or the text of the answer',
  action: 'check which program listens on the port, and read the log of the service',
};

const CERTIFICATE_ACTION = inOrder(
  commandStep('certificates check'),
  manual('reissue the certificate'),
  commandStep('deploy'),
);

/** The texts that `explain CAUSE` prints. */
export const CAUSE_TEXTS: Readonly<Record<FailureCause, CauseText>> = {
  'unknown-name': {
    means: 'a host cannot resolve a name',
    seen: 'the resolver of the host, or of this machine, returned no address',
    action: 'add the name to DNS, or set name_resolution: hosts-file',
  },
  'port-taken': {
    means: 'another program uses the port of the service',
    seen: 'the log of the service, or the output of the job',
    action: inOrder(manual('stop the other program'), RUN_AGAIN),
  },
  refused: {
    means: 'no program listens on the port, or a firewall rejects the connection',
    seen: 'the connection was refused at once',
    action: 'start the service and read its log; check the firewall of the host',
  },
  timeout: {
    means: 'a firewall drops the packets, or the host is overloaded or down',
    seen: 'no answer came before the time limit',
    action: commandStep('check', { purpose: 'test the ports between the hosts' }),
  },
  'no-route': {
    means: 'the network has no route to the address',
    seen: 'the operating system reported it when the connection was opened',
    action: 'check the address in the inventory and the routes of the host',
  },
  'forwarding-denied': {
    means: 'sshd of the host does not allow forwarding',
    seen: 'sshd rejected the forwarded connection',
    action: 'allow it with AllowTcpForwarding and PermitOpen, or install curl and openssl on the host',
  },
  'connection-lost': {
    means: 'the SSH connection to the host that sent the query was lost',
    seen: 'the connection ended before the answer came',
    action: inOrder(manual('check the network'), RUN_AGAIN),
  },
  closed: {
    means: 'the peer ended the connection without an answer',
    seen: 'the connection was closed before an answer came',
    action: 'read the log of the service',
  },
  tls: {
    means: 'the peer does not speak TLS, or no version that Quorate accepts',
    seen: 'the TLS handshake failed before a certificate was checked',
    action: 'check which program listens on the port, and its TLS settings',
  },
  'certificate-name': {
    means: 'the certificate does not contain the name or address of the host',
    seen: 'this machine compared the served certificate with the address',
    action: CERTIFICATE_ACTION,
  },
  'certificate-untrusted': {
    means: 'the CA of the cluster did not sign the certificate',
    seen: 'this machine verified the served chain with ca.crt',
    action: commandStep('certificates check', { purpose: 'check that ca.crt belongs to the certificates' }),
  },
  'certificate-expired': {
    means: 'the certificate is no longer valid',
    seen: 'the validity of the served certificate and the clock of this machine',
    action: CERTIFICATE_ACTION,
  },
  'certificate-not-yet-valid': {
    means: 'the certificate is not valid yet, often because a clock is wrong',
    seen: 'the validity of the served certificate and the clock of this machine',
    action: 'check the clock of this machine and of the hosts',
  },
  'client-certificate': {
    means: 'the peer requires a client certificate, or rejected it',
    seen: 'the alert of the TLS handshake',
    action: CERTIFICATE_ACTION,
  },
  'erlang-cookie': {
    means: 'the brokers have different Erlang cookies',
    seen: 'the log of RabbitMQ, or the output of its commands',
    action: 'set the same erlang_cookie for all brokers, then restart the broker',
  },
  'disk-full': {
    means: 'a disk of the host has no space left',
    seen: 'the log of the service, or the output of the job',
    action: inOrder(manual('free space on the host'), RUN_AGAIN),
  },
  'out-of-memory': {
    means: 'the host has too little memory',
    seen: 'the log of the service, or the output of the job',
    action: inOrder(manual('add memory or stop other programs'), RUN_AGAIN),
  },
  clock: {
    means: 'the clock of a host is wrong',
    seen: 'the log of the service, or the clocks of the hosts',
    action: commandStep('check', { purpose: 'start a time service on the hosts', flags: ['--fix'] }),
  },
  sudo: {
    means: 'the account cannot become root',
    seen: 'the message of sudo',
    action: 'check ssh.become and the sudo rules of the account',
  },
  auth: {
    means: 'sshd or a service rejected the login: the account, the key or the password',
    seen: 'the methods that sshd rejected, the HTTP status 401 or 403, or the error of the login',
    action: inOrder(
      commandStep('ssh-config', { purpose: 'sshd: read the account and the keys' }),
      commandStep('secrets check', { purpose: 'a service: compare its passwords with the running cluster' }),
    ),
  },
  package: {
    means: 'the package manager could not install the package',
    seen: 'the output of the job',
    action: inOrder(manual('correct what the output names'), RUN_AGAIN),
  },
  quorum: {
    means: 'the service has no majority of its members',
    seen: 'the log of the service',
    action: inOrder(
      manual('start the members that are down'),
      commandStep('recover', { purpose: 'if they are lost' }),
    ),
  },
  'host-key': {
    means: 'the key of the host is unknown, or differs from known_hosts',
    seen: 'the key that sshd presented',
    action: inOrder(manual('compare the key with the operator of the host'), commandStep('trust')),
  },
  algorithms: {
    means: 'the SSH client and sshd share no algorithm',
    seen: 'the lists of algorithms in the SSH handshake',
    action: 'set ssh.client: openssh, or allow a newer algorithm in sshd',
  },
  'login-shell': {
    means: 'the login shell of the account prints text or ends at once',
    seen: 'the first output of a command on the host',
    action: 'give the account an ordinary shell without output',
  },
  settings: {
    means: 'an SSH setting of this machine cannot be used',
    seen: 'the inventory and ssh_config',
    action: commandStep('ssh-config', { purpose: 'show the settings and where they come from' }),
  },
  'no-program': {
    means: 'a program that the query needs is not on the host',
    seen: 'the exit code 127 of the command',
    action: 'install the program, or run the deploy that installs it',
  },
  'unexpected-status': UNEXPECTED,
  'not-json': UNEXPECTED,
  'not-queried': {
    means: 'the host was not queried, because it is declared down or lost',
    seen: 'the flags of the command',
    action: 'run the command without the flag once the host is back',
  },
  other: {
    means: 'no answer came, for a reason that has no name',
    seen: 'the text of the error',
    action: 'read the text of the error and the log of the service',
  },
  membership: {
    means: 'the members list other members than the inventory',
    seen: 'the answers of the members',
    action: commandStep('status', { purpose: 'compare the inventory with the members' }),
  },
  host: {
    means: 'the host does not meet a requirement',
    seen: 'the facts that the survey of the host returned',
    action: commandStep('check', { purpose: 'show each requirement with its correction' }),
  },
  'not-installed': {
    means: 'the service is not installed on the host',
    seen: 'the files of the product are missing',
    action: either(commandStep('deploy'), manual('the command that adds the member')),
  },
  settling: {
    means: 'the service runs, but is not ready yet',
    seen: 'the answers of the members',
    action: inOrder(manual('wait'), RUN_AGAIN),
  },
  unknown: {
    means: 'neither the answers nor the logs show a known cause',
    seen: 'no known message was found',
    action: 'read the lines of the log that the problem quotes',
  },
};
