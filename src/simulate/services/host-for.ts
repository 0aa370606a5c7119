import { commandToLog } from '../../model/host/command-text.ts';
import type { Command } from '../../model/host/command.ts';
import type { Role } from '../../model/names.ts';
import type { SimulatedHost, World } from '../world/state.ts';
import { applicationSettings } from '../native/application.ts';
import { hostsOnSameMachine } from './network.ts';

/** The role that a command is about, by a word of its program or arguments. */
const WORDS: readonly (readonly [RegExp, Role])[] = [
  [/haproxy|keepalived/, 'load_balancer'],
  [/rabbitmq|queue/, 'broker'],
  [/etcd|patroni|postgres|database/, 'database'],
];

/** The host of a machine that a command is about; the given host if the command is about none. */
export function hostFor(world: World, host: SimulatedHost, command: Command): SimulatedHost {
  const text = commandToLog(command);
  const role = WORDS.find(([word]) => word.test(text))?.[1];
  const here = hostsOnSameMachine(world, host);
  const unit = command.program === 'systemctl' ? (text.split(' ').at(-1) ?? '') : '';
  const application = here.find((each) => applicationSettings(each, unit));
  return application ?? here.find(({ spec }) => spec.role === role) ?? host;
}
