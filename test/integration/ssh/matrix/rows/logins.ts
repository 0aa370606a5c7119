import { Secret } from '../../../../../src/model/secret.ts';
import { SUDO_PASSWORD } from '../../../../support/sshd/machine.ts';
import type { Expected, Situation } from '../situation.ts';

/** A refused login. ssh also lists the methods that the host allows. */
const refused = (why: string, next = /ssh/): Expected => ({
  cause: 'auth',
  what: /^authentication failed for [a-z-]+@127\.0\.0\.1$/,
  why: new RegExp(`^${why}(; the host allows: [a-z, -]+)?$`),
  next,
});
/** The key of the machine. */
const KEY = 'key \\S+/id_ed25519';
const unauthorized = refused(
  `${KEY}: rejected by the host`,
  /^authorize the key on the host: ssh-copy-id .*, on db1: journalctl /,
);
/** sshd accepts the key before it refuses the account, which only ssh reports. */
const REFUSED = 'rejected by the host|accepted by the host, which then refused the account';
/** sshd may allow prompts although it has none. */
const NO_PROMPT =
  '(; keyboard-interactive: (answers rejected by the host|rejected by the host without a prompt))';
const right = new Secret(SUDO_PASSWORD);
/** The account `asking` with a password and without a key. */
const withPassword =
  (password = right): NonNullable<Situation['ssh']> =>
  ({ key }) => ({ user: 'asking', identity: key('other1'), password, becomePassword: right });
const withoutKey = { defaultIdentities: [] };
const six = [1, 2, 3, 4, 5, 6].map((n) => `other${n}`);

export const LOGINS: readonly Situation[] = [
  {
    name: 'password only',
    sshd: ['PubkeyAuthentication no'],
    ssh: withPassword(),
    expected: 'connected',
  },
  {
    name: 'no public keys allowed, and no password set',
    sshd: ['PubkeyAuthentication no'],
    expected: refused(`${KEY}: not offered by the host`, /^allow keys, on db1: sshd -T/),
  },
  {
    name: 'no passwords allowed',
    sshd: ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
    ssh: withPassword(),
    expected: refused(
      'key \\S+/other1: rejected by the host; password: not offered by the host',
      /^authorize the key on the host: ssh-copy-id .*, on db1: journalctl /,
    ),
  },
  {
    name: 'wrong password, with ssh2',
    sshd: ['PubkeyAuthentication no'],
    ssh: withPassword(new Secret('wrong')),
    clients: ['ssh2'],
    expected: refused(
      'key \\S+/other1: not offered by the host; password: rejected by the host; keyboard-interactive: answers rejected by the host',
      /^correct `ssh\.password`/,
    ),
  },
  {
    name: 'wrong password, with ssh',
    sshd: ['PubkeyAuthentication no'],
    ssh: withPassword(new Secret('wrong')),
    clients: ['openssh'],
    expected: refused(
      'keyboard-interactive: rejected by the host without a prompt; password: rejected by the host; key \\S+/other1: not offered by the host',
      /^correct `ssh\.password`/,
    ),
  },
  {
    name: 'wrong password after a wrong key',
    ssh: withPassword(new Secret('wrong')),
    expected: refused(
      `key \\S+/other1: rejected by the host${NO_PROMPT}?; password: rejected by the host${NO_PROMPT}?`,
      /^correct `ssh\.password`/,
    ),
  },
  {
    name: 'wrong key',
    ssh: ({ key }) => ({ identity: key('other1') }),
    expected: refused(
      'key \\S+/other1: rejected by the host',
      /^authorize the key on the host: ssh-copy-id .*, on db1: journalctl /,
    ),
  },
  {
    name: 'encrypted key without a terminal',
    ssh: ({ key }) => ({ identity: key('encrypted') }),
    expected: {
      cause: 'auth',
      what: /^(cannot use the key \S+\/encrypted|authentication failed for free@127\.0\.0\.1)$/,
      why: /the key has a passphrase, and there is no terminal to prompt on/,
      next: /ssh-add \S+\/encrypted$/,
    },
  },
  {
    name: 'encrypted key with its passphrase',
    ssh: ({ key }) => ({ identity: key('encrypted') }),
    options: () => ({ askPassphrase: async () => new Secret('open sesame') }),
    expected: 'connected',
  },
  {
    name: 'encrypted key with a wrong passphrase',
    ssh: ({ key }) => ({ identity: key('encrypted') }),
    options: () => ({ askPassphrase: async () => new Secret('wrong') }),
    clients: ['openssh'],
    expected: refused('key \\S+/encrypted: its passphrase is wrong', /run the same command again/),
  },
  {
    name: 'key that other accounts can read',
    begin: 'cp -p @DIR/encrypted @DIR/exposed; chmod 644 @DIR/exposed',
    ssh: ({ machine }) => ({ identity: `${machine.directory}/exposed` }),
    expected: {
      cause: 'auth',
      what: /^(cannot use the key \S+\/exposed|authentication failed for free@127\.0\.0\.1)$/,
      why: /(readable by other accounts|other accounts can read)/,
      next: /^chmod 600 \S+\/exposed$/,
    },
  },
  {
    name: 'key file that does not exist',
    ssh: ({ machine }) => ({ identity: `${machine.directory}/absent` }),
    expected: {
      cause: 'auth',
      what: /^(cannot (use|read) the key \S+\/absent|authentication failed for free@127\.0\.0\.1)/,
      why: /(ENOENT|does not exist|No such file or directory|no such file)/,
      next: /^correct `(ssh\.)?identity` in the inventory/,
    },
  },
  {
    name: 'more keys than MaxAuthTries',
    sshd: ['MaxAuthTries 3'],
    ssh: () => ({ identity: undefined }) as never,
    options: ({ key, machine }) => ({ defaultIdentities: [...six.map(key), machine.identity] }),
    sshConfig: ({ key, machine }) =>
      [...six.map(key), machine.identity].map((file) => `IdentityFile ${file}\n`).join(''),
    expected: refused(
      'too many keys offered \\(MaxAuthTries\\)(; key \\S+: rejected by the host.*)*',
      /ssh\.identity/,
    ),
  },
  {
    name: 'several keys, the last of which is authorized',
    ssh: () => ({ identity: undefined }) as never,
    options: ({ key, machine }) => ({ defaultIdentities: [key('other1'), key('other2'), machine.identity] }),
    sshConfig: ({ key, machine }) =>
      [key('other1'), key('other2'), machine.identity].map((file) => `IdentityFile ${file}\n`).join(''),
    expected: 'connected',
  },
  {
    name: 'no key at all',
    ssh: () => ({ identity: undefined }) as never,
    options: () => withoutKey,
    sshConfig: () => 'IdentityFile none\n',
    expected: refused('no key, agent or password is available', /ssh\.identity/),
  },
  {
    name: 'two factors: key and password',
    sshd: ['AuthenticationMethods publickey,password'],
    ssh: () => ({ user: 'asking', password: right, becomePassword: right }),
    expected: 'connected',
  },
  {
    name: 'two factors, the second of which is not set',
    sshd: ['AuthenticationMethods publickey,password'],
    ssh: () => ({ user: 'asking' }),
    expected: refused(
      `${KEY}: accepted, but the host requires a further method`,
      /^log in by hand to see what /,
    ),
  },
  {
    name: 'agent that does not answer',
    sshd: [],
    ssh: () => ({ identity: undefined, agent: true, connectTimeoutMs: 3_000 }) as never,
    options: ({ key, silentAgent }) => ({ agentSocket: silentAgent, defaultIdentities: [key('other1')] }),
    sshConfig: ({ key }) => `IdentityFile ${key('other1')}\n`,
    expected: {
      cause: 'auth',
      what: /^(authentication failed for free@127\.0\.0\.1|cannot connect to 127\.0\.0\.1 port \d+: no login within 3)/,
      why: /agent(: it did not answer| does not answer)/,
      next: /^(log in by hand to see what fails: ssh |.*ssh-add -l$)/,
    },
  },
  { name: 'account that AllowUsers does not list', sshd: ['AllowUsers root'], expected: unauthorized },
  { name: 'account that AllowUsers lists', sshd: ['AllowUsers free'], expected: 'connected' },
  { name: 'account that DenyUsers lists', sshd: ['DenyUsers free'], expected: unauthorized },
  { name: 'account in DenyGroups', sshd: ['DenyGroups free'], expected: unauthorized },
  {
    name: 'root, and PermitRootLogin no',
    sshd: ['PermitRootLogin no'],
    ssh: () => ({ user: 'root', become: false }),
    expected: refused(`${KEY}: (${REFUSED})`, /ssh-copy-id|sshd -T \| grep -i permitrootlogin/),
  },
  { name: 'account that does not exist', ssh: () => ({ user: 'absent' }), expected: unauthorized },
  { name: 'locked account', ssh: () => ({ user: 'locked' }), expected: unauthorized },
  { name: 'expired account', ssh: () => ({ user: 'expired' }), expected: unauthorized },
  {
    name: 'key that is authorized from another address only',
    sshd: ['AuthorizedKeysFile @DIR/from'],
    expected: unauthorized,
  },
  { name: 'key that has expired', sshd: ['AuthorizedKeysFile @DIR/past'], expected: unauthorized },
  {
    name: 'home directory that others can write, and StrictModes yes',
    sshd: ['StrictModes yes', 'AuthorizedKeysFile .ssh/authorized_keys'],
    begin: 'chmod 777 /home/free',
    end: 'chmod 755 /home/free',
    expected: unauthorized,
  },
];
