import { commandStep, shellOn, inOrder, RUN_AGAIN } from '../../../model/next-step.ts';
import type { KnownMessage } from '../known-message.ts';

/** Messages about passwords and the Erlang cookie. */
export const CREDENTIALS: readonly KnownMessage[] = [
  {
    cause: 'erlang-cookie',
    pattern:
      /Connection attempt from node rabbit@(\S+) rejected. Invalid challenge reply|please check the Erlang cookie/,
    why: (node, { host }) => `${node || host} has a different Erlang cookie than the other brokers`,
    next: (node, { host, brokerUnit }) =>
      inOrder(
        `copy /var/lib/rabbitmq/.erlang.cookie from another broker to ${node || host}`,
        shellOn(node || host, `systemctl restart ${brokerUnit}`),
        RUN_AGAIN,
      ),
  },
  {
    cause: 'auth',
    pattern: /password authentication failed for user "?([\w.@-]+)/,
    why: (user) => `the database rejects the password of ${user}`,
    next: (user, { managerConfig }) =>
      inOrder(
        `compare the password of ${user} in the secrets, in the database, and in ${managerConfig}`,
        RUN_AGAIN,
      ),
  },
  {
    cause: 'auth',
    pattern: /no pg_hba.conf entry for .*user "([^"]+)"/,
    why: (user) => `the database allows no login of ${user} from this address`,
    next: (user) => inOrder(`on the leader, compare pg_hba.conf with the address of ${user}`, RUN_AGAIN),
  },
  {
    cause: 'auth',
    pattern: /user '([^']+)' - invalid credentials|ACCESS_REFUSED/,
    why: (user) => `the broker rejects the password of ${user || 'a user'}`,
    next: () => commandStep('secrets check'),
  },
  {
    cause: 'auth',
    pattern: /401 Unauthorized/,
    why: () => 'a service rejects the user or the password',
    next: () => commandStep('secrets check'),
  },
];

/** Messages of a service without a majority. Other messages may show why its members are missing. */
export const QUORUM: readonly KnownMessage[] = [
  {
    cause: 'quorum',
    pattern:
      /no leader|etcdserver: request timed out|lost (?:the )?(?:TCP streaming )?quorum|[Cc]luster minority|pause until the \*entire\* cluster recovers|DCS is not accessible/,
    why: () => 'too few members of the service are running and connected',
    next: () => commandStep('recover'),
  },
];
