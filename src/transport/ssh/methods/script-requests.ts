import type { Command } from '../../../model/host/command.ts';
import { commandToLog } from '../../../model/host/command-text.ts';
import type { AbsolutePath } from '../../../model/names.ts';
import type { HostChange, SurveyRequest } from '../../port.ts';
import { changeScript } from '../scripts/change.ts';
import type { Fence } from '../scripts/fence.ts';
import { commandsOf, LIMITS, withCommands } from '../scripts/limits.ts';
import type { Request } from '../scripts/script.ts';
import { askScript, readScript, surveyScript } from '../scripts/survey.ts';

export function surveyRequest(ask: SurveyRequest, login: string): Request {
  const commands = ask.guards.map(({ command }) => command);
  return {
    ...surveyScript(ask, login),
    what: 'the survey',
    ...withCommands(LIMITS.survey, commands),
  };
}

export function askRequest(commands: readonly Command[], login: string): Request {
  const what = commands.map(quoted).join(', ');
  return { ...askScript(commands, login), what, ...withCommands(LIMITS.script, commands) };
}

export function changeRequest(
  changes: readonly HostChange[],
  login: string,
  fence: Fence | undefined,
): Request {
  return {
    ...changeScript(changes, login, fence),
    what: changes.map(describeChange).join(', '),
    ...withCommands(LIMITS.script, commandsOf(changes)),
  };
}

export function readRequest(path: AbsolutePath, tailBytes: number): Request {
  return { ...readScript(path, tailBytes), what: `reading ${path}`, limitMs: LIMITS.script };
}

function describeChange(change: HostChange): string {
  switch (change.kind) {
    case 'run':
      return quoted(change.command);
    case 'write':
    case 'remove':
      return `${change.kind} ${change.path}`;
    case 'receipt':
      return `receipt ${change.name}`;
    case 'history':
    case 'forget':
      return change.kind;
  }
}

function quoted(command: Command): string {
  return `\`${commandToLog(command)}\``;
}
