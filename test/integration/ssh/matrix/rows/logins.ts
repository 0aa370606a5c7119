import { Secret } from '../../../../../src/model/secret.ts';
import { SUDO_PASSWORD } from '../../../../support/sshd/machine.ts';
import type { Expected, Situation } from '../situation.ts';

const refused = (more: Partial<Exclude<Expected, 'connected'>> = {}): Expected => ({
  what: /^authentication failed for [a-z-]+@127\.0\.0\.1/,
  next: /ssh/,
  ...more,
});
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
    clients: ['ssh2'],
    expected: 'connected',
  },
  {
    name: 'no public keys allowed, and no password set',
    sshd: ['PubkeyAuthentication no'],
    expected: refused(),
  },
  {
    name: 'no passwords allowed',
    sshd: ['PasswordAuthentication no', 'KbdInteractiveAuthentication no'],
    ssh: withPassword(),
    clients: ['ssh2'],
    expected: refused({ why: /password/ }),
  },
  {
    name: 'wrong password',
    sshd: ['PubkeyAuthentication no'],
    ssh: withPassword(new Secret('wrong')),
    clients: ['ssh2'],
    expected: refused({ why: /password/ }),
  },
  {
    name: 'wrong key',
    ssh: ({ key }) => ({ identity: key('other1') }),
    expected: refused({ why: /key .*other1/ }),
  },
  {
    name: 'encrypted key without a terminal',
    ssh: ({ key }) => ({ identity: key('encrypted') }),
    clients: ['ssh2'],
    expected: {
      what: /cannot use the key .*encrypted/,
      why: /no terminal to prompt on/,
      next: /ssh-add|agent/,
    },
  },
  {
    name: 'encrypted key with its passphrase',
    ssh: ({ key }) => ({ identity: key('encrypted') }),
    options: () => ({ askPassphrase: async () => new Secret('open sesame') }),
    clients: ['ssh2'],
    expected: 'connected',
  },
  {
    name: 'more keys than MaxAuthTries',
    sshd: ['MaxAuthTries 3'],
    ssh: () => ({ identity: undefined }) as never,
    options: ({ key, machine }) => ({ defaultIdentities: [...six.map(key), machine.identity] }),
    sshConfig: ({ key, machine }) =>
      [...six.map(key), machine.identity].map((file) => `IdentityFile ${file}\n`).join(''),
    expected: refused({ why: /MaxAuthTries/, next: /ssh\.identity/ }),
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
    clients: ['ssh2'],
    expected: refused({ why: /no key, agent or password/, next: /ssh\.identity/ }),
  },
  {
    name: 'two factors: key and password',
    sshd: ['AuthenticationMethods publickey,password'],
    ssh: () => ({ user: 'asking', password: right, becomePassword: right }),
    clients: ['ssh2'],
    expected: 'connected',
  },
  { name: 'account that AllowUsers does not list', sshd: ['AllowUsers root'], expected: refused() },
  { name: 'account that AllowUsers lists', sshd: ['AllowUsers free'], expected: 'connected' },
  { name: 'account that DenyUsers lists', sshd: ['DenyUsers free'], expected: refused() },
  { name: 'account in DenyGroups', sshd: ['DenyGroups free'], expected: refused() },
  {
    name: 'root, and PermitRootLogin no',
    sshd: ['PermitRootLogin no'],
    ssh: () => ({ user: 'root', become: false }),
    expected: refused(),
  },
  { name: 'account that does not exist', ssh: () => ({ user: 'absent' }), expected: refused() },
  { name: 'locked account', ssh: () => ({ user: 'locked' }), expected: refused() },
  { name: 'expired account', ssh: () => ({ user: 'expired' }), expected: refused() },
  {
    name: 'key that is authorized from another address only',
    sshd: ['AuthorizedKeysFile @DIR/from'],
    expected: refused(),
  },
  { name: 'key that has expired', sshd: ['AuthorizedKeysFile @DIR/past'], expected: refused() },
  {
    name: 'home directory that others can write, and StrictModes yes',
    sshd: ['StrictModes yes', 'AuthorizedKeysFile .ssh/authorized_keys'],
    begin: 'chmod 777 /home/free',
    end: 'chmod 755 /home/free',
    expected: refused(),
  },
];
