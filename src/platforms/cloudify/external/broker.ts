import { brokerUserTags } from '../../../components/rabbitmq/answers.ts';
import type { Answer } from '../../../model/health/gate.ts';
import type { HostName } from '../../../model/names.ts';
import { bad, good, lost, type Finding } from '../../../gates/findings.ts';
import { classifyAnswer } from '../../../gates/classify-answer.ts';
import type { BrokerEnd } from './endpoints.ts';
import { unreached } from './unreachable.ts';

/** What the managers do there: they create users, vhosts and permissions for tenants and agents. */
const NEEDED = 'administrator';

/** What one manager host saw of an external broker: AMQP over TLS, and its management interface with our user. */
export function lookAtBroker(
  host: HostName,
  { amqp, api }: { readonly amqp: Answer | undefined; readonly api: Answer | undefined },
  end: BrokerEnd,
): Finding {
  const silent = classifyAnswer(amqp);
  if (silent) return unreached(host, { what: 'RabbitMQ', at: end.amqp, address: end.address }, silent);
  const management = { what: 'RabbitMQ management', at: end.api, address: end.address };
  const trouble = classifyAnswer(api, 200);
  if (trouble?.class === 'credentials') return notLetIn(host, `${end.api}: ${trouble.line}`, end);
  if (trouble) return unreached(host, management, trouble);
  return rights(host, brokerUserTags(api), end);
}

function rights(host: HostName, tags: readonly string[] | undefined, end: BrokerEnd): Finding {
  const { user, api, amqp } = end;
  if (!tags) {
    const hint = `on ${host}: curl -k https://${api}/api/whoami`;
    return bad(host, `RabbitMQ management ${api}: does not tell who we are`, { cause: 'health', hint });
  }
  if (tags.includes(NEEDED)) return good(host, `RabbitMQ ${amqp}: TLS verified, ${user} is ${NEEDED}`);
  const line = `RabbitMQ ${api}: ${user} is ${tags.join(', ') || 'nothing'} there, not ${NEEDED}`;
  return lost(host, line, {
    cause: 'credentials',
    hint: `have it made one there: rabbitmqctl set_user_tags ${user} ${NEEDED}`,
  });
}

function notLetIn(host: HostName, said: string, { user }: BrokerEnd): Finding {
  const hint = `is rabbitmq_password that of ${user}, and has it a tag there?`;
  return lost(host, `RabbitMQ management ${said}`, { cause: 'credentials', hint });
}
