import { forgetBroker, stopBroker } from '../../../components/rabbitmq/commands.ts';
import { removeService } from '../commands/services.ts';
import { brokerNodeName } from '../../../components/rabbitmq/node-name.ts';
import { installMarker } from '../product/paths.ts';
import { knownRelease } from '../product/versions.ts';
import type { Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import { keptMembersOf, type PhaseInput } from '../../../phases/phase.ts';
import { JOB } from '../../../model/stored-formats.ts';

/**
 * Cleans up an incomplete installation of a joining broker, so that it can be installed again. The other brokers may list
 * it already, and would refuse an empty node under its name. Stops its RabbitMQ application, runs `forget_cluster_node` on
 * another broker, and uninstalls it. The first broker, databases and managers need no cleanup, because the product's
 * installer resumes there (docs/adr/0003-incomplete-installation.md).
 */
export function undoBrokerInstall(input: PhaseInput, host: Host): readonly Step[] {
  const { phase, after } = input;
  const release = knownRelease(after.version);
  const others = keptMembersOf(input, 'broker').filter(({ name }) => name !== host.name);
  const id = (slug: string) => `${phase}/${host.name}/install/${slug}`;
  const undo = { kind: 'undo-install', service: 'broker', member: host.name } as const;
  const marker = installMarker(release, 'broker');
  return [
    {
      id: id('stop'),
      title: 'stop the incompletely installed broker',
      host: host.name,
      action: { kind: 'run', command: stopBroker(after), unless: 'repeatable' },
      operation: { ...undo, part: 'stop' },
    },
    {
      id: id('forget'),
      title: `remove ${host.name} from the brokers that list it`,
      host: { anyOf: others.map(({ name }) => name) },
      action: {
        kind: 'run',
        command: forgetBroker(after, brokerNodeName(after, host)),
        unless: 'repeatable',
      },
      operation: { ...undo, part: 'forget' },
    },
    {
      id: id('remove'),
      title: 'uninstall the incompletely installed broker',
      host: host.name,
      action: {
        ...{ kind: 'job', name: JOB.remove('broker'), command: removeService(release), unless: 'repeatable' },
        ...{ marker, ifMarkerExists: 'too-late', requires: 'reconfigure', repair: [] },
      },
    },
  ];
}
