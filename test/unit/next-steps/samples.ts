import ts from 'typescript';
import { BROKER_STATUS } from '../../../src/components/rabbitmq/commands.ts';
import { platformOf } from '../../../src/registry/platforms.ts';
import { outcomes } from './source.ts';

const { listDatabases, emptyHost, showMemberLog } = platformOf({ platform: 'cloudify' });

/** A value for an expression that stands for a name, an address or a path. */
const NAME = 'x1';

/** Values of expressions that begin a command line, or contain several of its words. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  BROKER_STATUS: [BROKER_STATUS],
  emptyHost: [emptyHost],
  listDatabases: [listDatabases],
  'platformOf(plan).showMemberLog[service]': Object.values(showMemberLog),
  'commandToLog(command)': ['mkdir -p /opt', 'systemctl enable --now chronyd'],
  'commandToLog(target.startAgain)': ['systemctl start cloudify-rabbitmq'],
  validate: ['cfy_manager validate'],
};

/** Returns values that a text or an argument may have at run time. */
export function samplesOf(node: ts.Expression): readonly string[] {
  return outcomes(node).flatMap((one) => {
    const text = one.getText();
    const known = COMMANDS[text] ?? sshLine(text);
    if (known) return known;
    if (ts.isStringLiteralLike(one)) return [one.text];
    return ts.isTemplateExpression(one) ? filled(one) : [NAME];
  });
}

function sshLine(text: string): readonly string[] | undefined {
  if (text.startsWith('copyKeyCommand(')) return ['ssh-copy-id -i /a/key -p 22 a@198.51.100.11'];
  if (/^(sshCommand|rootCheck)\(/.test(text))
    return [
      text.includes("'-v'") || text.includes('replace')
        ? 'ssh -v -p 22 a@198.51.100.11'
        : 'ssh -p 22 a@198.51.100.11 id',
    ];
  return undefined;
}

function filled(template: ts.TemplateExpression): readonly string[] {
  return template.templateSpans.reduce<readonly string[]>(
    (texts, { expression, literal }) =>
      texts.flatMap((text) => samplesOf(expression).map((sample) => text + sample + literal.text)),
    [template.head.text],
  );
}
