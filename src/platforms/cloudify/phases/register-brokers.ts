import { registerBroker, unregisterBroker } from '../commands/brokers.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { hostsOf, type Cluster, type Host } from '../../../model/cluster.ts';
import type { Command } from '../../../model/host/command.ts';
import { anyLane, type Draft } from '../../../phases/lane.ts';
import { isJoining, removedMembers, type Phase, type PhaseInput } from '../../../phases/phase.ts';

/** Registers a broker that has joined with the managers, and unregisters a removed one. One manager runs the command. */
export const registerBrokers: Phase = {
  title: 'register the brokers with the managers',
  needs: [],
  follows: [],
  lanes: (input) => {
    const { after } = input;
    const joining = input.hosts.filter((host) => host.role === 'broker' && isJoining(input, host));
    const left = removedMembers(input, 'broker').map(({ host }) => host);
    return anyLane(input, hostsOf(after, 'manager'), [
      ...left.map((host) =>
        draft(input, host, {
          ...{ command: unregisterBroker(brokerNodeName(after, host)), is: false },
          ...entryOfReplacement(after, host),
        }),
      ),
      ...joining.map((host) => draft(input, host, { command: registerBroker(after, host), is: true })),
    ]);
  },
};

/** The replacement may be registered under the same name already: only an entry with another address is the former broker's. */
function entryOfReplacement(after: Cluster, host: Host): { readonly besides?: string } {
  const node = brokerNodeName(after, host);
  const replacement = hostsOf(after, 'broker').find((one) => brokerNodeName(after, one) === node);
  return replacement ? { besides: replacement.privateIp } : {};
}

function draft(
  { after }: PhaseInput,
  host: Host,
  { command, is, ...at }: { readonly command: Command; readonly is: boolean; readonly besides?: string },
): Draft {
  const args = { what: 'brokers', node: brokerNodeName(after, host), present: is, ...at };
  return {
    slug: `${is ? 'register' : 'unregister'}-${host.name}`,
    title: is ? `register ${host.name} with the managers` : `unregister ${host.name} from the managers`,
    action: { kind: 'run', command, unless: { gate: 'registered', args } },
  };
}
