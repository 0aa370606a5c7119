import type { BrokerPolicy, BrokerUser } from '../../model/cluster.ts';
import { MASK, Secret } from '../../model/secret.ts';

/** A user with the hash of its password. */
interface HashedUser extends BrokerUser {
  readonly hash: Secret;
}

/** Returns definitions of users, permissions and policies, as `rabbitmqctl import_definitions` reads them. */
export function brokerDefinitions(users: readonly HashedUser[], policies: readonly BrokerPolicy[]): Secret {
  const text = (hashOf: (user: HashedUser) => string) =>
    JSON.stringify({
      users: users.map((user) => ({
        name: user.name,
        password_hash: hashOf(user),
        hashing_algorithm: 'rabbit_password_hashing_sha256',
        tags: user.tags,
      })),
      permissions: users.flatMap(({ name, permissions }) =>
        permissions.map((permission) => ({ user: name, ...permission })),
      ),
      policies: policies.map(({ applyTo, ...policy }) => ({ ...policy, 'apply-to': applyTo })),
    });
  return new Secret(
    text(({ hash }) => hash.reveal()),
    text(() => MASK),
  );
}
