// Keywords of ssh_config: cspell:ignore Fdpass
import { SECOND } from '../../../model/duration.ts';
import type { OpenSshHost } from '../../ssh/config/client/for-openssh.ts';
import { isSet } from '../../ssh/config/effective.ts';
import { quote } from '../../ssh/quote.ts';

interface MasterSettings {
  /** The ssh to run, also to reach the host through a bastion. */
  readonly program: string;
  /** The control socket of the bastion through which the host is reached. */
  readonly through: string | undefined;
  /** Path of the control socket. */
  readonly socket: string;
  /** A configuration file in place of the operator's and the system's. */
  readonly configFile?: string;
  readonly acceptNewHostKeys: boolean;
  readonly alsoKnownHosts: readonly string[];
  readonly keepaliveMs: number;
  /** Time until sshd responds. */
  readonly reachMs: number;
  /** True if nothing can answer a prompt. */
  readonly isBatch: boolean;
  /** True if prompts of the host can be answered, not only those for a passphrase. */
  readonly answersHost: boolean;
}

/**
 * Settings that no ssh_config may change, because the first value counts and these are on the command line. They let the
 * master only log in and wait for channels of its control socket.
 */
const STRICT: Readonly<Record<string, string>> = {
  ControlMaster: 'yes',
  ControlPersist: 'no',
  // Host keys
  UpdateHostKeys: 'no',
  VerifyHostKeyDNS: 'no',
  NoHostAuthenticationForLocalhost: 'no',
  VisualHostKey: 'no',
  FingerprintHash: 'sha256',
  // Forwardings, credentials and commands
  ForwardAgent: 'no',
  ForwardX11: 'no',
  ClearAllForwardings: 'yes',
  Tunnel: 'no',
  GSSAPIDelegateCredentials: 'no',
  AddKeysToAgent: 'no',
  PermitLocalCommand: 'no',
  RemoteCommand: 'none',
  RequestTTY: 'no',
  EscapeChar: 'none',
  // A host could send data that grows without end when it is decompressed.
  Compression: 'no',
  ConnectionAttempts: '1',
  NumberOfPasswordPrompts: '1',
  // The causes of a failure are read from the messages of this level.
  LogLevel: 'DEBUG1',
};

/** Methods whose prompts nothing can answer. Before OpenSSH 8.7, the old name of the second also turns it on. */
const NO_PROMPTS = {
  PasswordAuthentication: 'no',
  KbdInteractiveAuthentication: 'no',
  ChallengeResponseAuthentication: 'no',
};

/** The arguments of the ssh that becomes the master of a host. */
export function masterArguments(host: OpenSshHost, settings: MasterSettings): readonly string[] {
  const { ssh } = host;
  const options = { ...STRICT, ...host.overrides, ...optionsOf(host, settings), ...wayThrough(settings) };
  return [
    '-N',
    ...(settings.configFile === undefined ? [] : ['-F', settings.configFile]),
    ...Object.entries(options).flatMap(([keyword, value]) => ['-o', `${keyword}=${value}`]),
    ...(isSet(ssh, 'user') ? ['-l', ssh.user] : []),
    ...(isSet(ssh, 'port') ? ['-p', String(ssh.port)] : []),
    ...['--', host.address],
  ];
}

function optionsOf({ ssh }: OpenSshHost, settings: MasterSettings): Readonly<Record<string, string>> {
  return {
    ControlPath: pathWord(settings.socket),
    BatchMode: settings.isBatch ? 'yes' : 'no',
    StrictHostKeyChecking: settings.acceptNewHostKeys ? 'accept-new' : 'yes',
    ...(isSet(ssh, 'known_hosts') ? { UserKnownHostsFile: pathWord(ssh.knownHosts) } : {}),
    GlobalKnownHostsFile:
      [...(ssh.moreKnownHosts ?? []), ...settings.alsoKnownHosts].map(pathWord).join(' ') || 'none',
    ConnectTimeout: String(Math.max(1, Math.floor(settings.reachMs / SECOND))),
    ServerAliveInterval: String(Math.ceil((ssh.keepaliveMs ?? settings.keepaliveMs) / SECOND)),
    ServerAliveCountMax: String(ssh.keepaliveCount ?? 3),
    ...(ssh.identity === undefined ? {} : { IdentityFile: pathWord(ssh.identity), IdentitiesOnly: 'yes' }),
    ...(settings.answersHost ? {} : NO_PROMPTS),
    ...(ssh.agent ? {} : { IdentityAgent: 'none' }),
  };
}

/**
 * The command that opens a channel from a bastion to the host, through the bastion's master. It makes no connection of its
 * own if that master has ended.
 */
function wayThrough({ program, through }: MasterSettings): Readonly<Record<string, string>> {
  if (through === undefined) return {};
  const ssh = [program, '-F', 'none', '-S', through].map(quote).join(' ').replaceAll('%', '%%');
  return {
    ProxyCommand: `${ssh} -o ControlMaster=no -o ProxyCommand=false -W '[%h]:%p' -- bastion`,
    ProxyUseFdpass: 'no',
  };
}

/** Writes a path as one word of ssh_config, in which `%`, `$` and quotes have no meaning. */
function pathWord(path: string): string {
  const plain = path.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%');
  return /[\s'"#\\]/.test(path) ? `"${plain}"` : plain;
}
