// Names of programs: cspell:ignore ipcs setsebool
/** Programs that every supported system has, or that the error in question shows to be there. */
const SYSTEM = [
  ...[
    '.',
    'cat',
    'chmod',
    'chown',
    'df',
    'findmnt',
    'free',
    'grep',
    'id',
    'ls',
    'lsattr',
    'lsblk',
    'mkdir',
    'mount',
  ],
  ...['mv', 'ps', 'rm', 'tail', 'umask', 'export', 'command', 'ipcs', 'usermod'],
  ...['getent', 'ip', 'nft', 'ping', 'ss'],
  ...['hostnamectl', 'journalctl', 'systemctl', 'timedatectl'],
  ...['curl', 'iconv', 'openssl', 'puttygen', 'ssh', 'ssh-add', 'ssh-copy-id', 'ssh-keygen', 'sshd', 'sudo'],
  // Only on hosts with the package manager, or with the security module, that the message names.
  ...['apt-cache', 'apt-get', 'dnf', 'dpkg', 'setsebool', 'yum'],
];

/** Programs of the product and of its services. */
const PRODUCT = ['cfy', 'cfy_manager', 'etcdctl', 'rabbitmqctl'];

export const PROGRAMS: readonly string[] = [...SYSTEM, ...PRODUCT];

/** Words that a reader would have to replace: `HOST`, `HOST:PORT`, `FILES`. */
const PLACEHOLDER = /(?:^|[\s=@/:])(?:[A-Z][A-Z_]{1,}(?::[A-Z]+)?)(?=$|[\s:;,])/;

export function hasPlaceholder(command: string): boolean {
  return PLACEHOLDER.test(command) || /<[a-z-]+>|\.\.\.|…/.test(command);
}

/** The programs that a command line starts, in order. */
export function programsOf(command: string): readonly string[] {
  const plain = command.replace(/'[^']*'|"[^"]*"/g, 'text');
  const parts = plain.split(/\s*(?:\|\||&&|[|;])\s*/).filter((part) => !/^(for .*|done)$/.test(part));
  return parts.map((part) => {
    const words = part.replace(/^do /, '').split(/\s+/).filter(Boolean);
    const [first = part] = words;
    return first === 'sudo' ? (words.slice(1).find((word) => !word.startsWith('-')) ?? first) : first;
  });
}
