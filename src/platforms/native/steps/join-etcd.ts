import type { Host } from '../../../model/cluster.ts';
import type { Step } from '../../../model/plan/step.ts';
import { JOB } from '../../../model/stored-formats.ts';
import { keptMembersOf, upHosts, type PhaseInput } from '../../../phases/phase.ts';
import { addLearner, promoteLearner, saveSnapshot } from '../commands/etcd.ts';
import { requestStart, startAndWait } from '../commands/services.ts';
import { installMarker } from '../paths.ts';

const ETCD = 'quorate-etcd';

/**
 * The steps that give a joining database its vote in etcd: start its etcd, which waits for its entry; add the entry
 * without a vote; wait until the member has caught up; and promote it. The start comes first, because its job shows a
 * later run that this host, and not a former one, was added.
 */
export function joinEtcd(input: PhaseInput, host: Host): readonly Step[] {
  const { phase } = input;
  const others = upHosts(input, keptMembersOf(input, 'database')).map(({ name }) => name);
  const id = (slug: string) => `${phase}/${host.name}/${slug}`;
  const snapshot = saveSnapshot(`before-add-${host.name}`);
  return [
    {
      id: id('request-etcd'),
      title: 'request the start of etcd',
      host: host.name,
      action: {
        ...{ kind: 'job', name: JOB.install('database'), command: requestStart(ETCD), unless: 'repeatable' },
        ...{ marker: installMarker('database'), ifMarkerExists: 'nothing', requires: 'reconfigure' },
        repair: [],
      },
    },
    {
      id: id('snapshot'),
      title: `save the data of etcd before ${host.name} joins`,
      host: { anyOf: others },
      action: { kind: 'run', command: snapshot, unless: 'repeatable' },
    },
    {
      id: id('add-learner'),
      title: `add ${host.name} to etcd, without a vote`,
      host: { anyOf: others },
      action: { kind: 'run', command: addLearner(host), unless: 'repeatable' },
    },
    {
      ...{ id: id('start-etcd'), title: 'wait until etcd has caught up', host: host.name },
      action: { kind: 'run', command: startAndWait(ETCD), unless: 'repeatable' },
    },
    {
      id: id('promote'),
      title: `give ${host.name} its vote in etcd`,
      host: { anyOf: others },
      action: { kind: 'run', command: promoteLearner(host.name), unless: 'repeatable' },
    },
  ];
}
