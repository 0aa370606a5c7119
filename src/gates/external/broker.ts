import { shellOn, inOrder } from '../../model/next-step.ts';
import { brokerUserTags } from '../../components/rabbitmq/answers.ts';
import type { Answer } from '../../model/health/gate.ts';
import type { HostName } from '../../model/names.ts';
import { checkPassword } from '../advice.ts';
import { bad, good, lost, type Finding } from '../findings.ts';
import { classifyAnswer } from '../classify-answer.ts';
import type { BrokerEnd } from './endpoints.ts';
import { unreached } from '../unreachable.ts';

/** An external broker, and the tag that the managers' user needs. */
type Judged = BrokerEnd & { readonly neededTag: string };

/**
 * Judges an external broker as one manager host sees it: AMQP over TLS, and the management interface with the user of
 * the inventory.
 */
export function judgeBroker(
  host: HostName,
  { amqp, api }: { readonly amqp: Answer | undefined; readonly api: Answer | undefined },
  end: Judged,
): Finding {
  const unreachable = classifyAnswer(amqp);
  if (unreachable)
    return unreached(host, { what: 'RabbitMQ', at: end.amqp, address: end.address }, unreachable);
  const management = { what: 'RabbitMQ management', at: end.api, address: end.address };
  const trouble = classifyAnswer(api, 200);
  if (trouble?.class === 'credentials') return loginDenied(host, `${end.api}: ${trouble.line}`, end);
  if (trouble) return unreached(host, management, trouble);
  return rights(host, brokerUserTags(api), end);
}

function rights(host: HostName, tags: readonly string[] | undefined, end: Judged): Finding {
  const { user, api, amqp, neededTag } = end;
  if (!tags) {
    const hint = shellOn(host, `curl -k https://${api}/api/whoami`);
    return bad(host, `RabbitMQ management ${api}: does not return the tags of the user`, {
      class: 'health',
      hint,
    });
  }
  if (tags.includes(neededTag)) return good(host, `RabbitMQ ${amqp}: TLS verified, ${user} is ${neededTag}`);
  const line = `RabbitMQ ${api}: ${user} has ${tags.length > 0 ? `the tags ${tags.join(', ')}` : 'no tags'}, not ${neededTag}`;
  return lost(host, line, {
    class: 'credentials',
    hint: shellOn('the broker', `rabbitmqctl set_user_tags ${user} ${neededTag}`),
  });
}

function loginDenied(host: HostName, detail: string, { user }: BrokerEnd): Finding {
  const hint = inOrder(`check that ${user} has a tag`, checkPassword('rabbitmq_password'));
  return lost(host, `RabbitMQ management ${detail}`, { class: 'credentials', hint });
}
