/** Writes docs/troubleshooting.md from the golden cases of failures. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { repeatedCommand } from '../src/cli/arguments/repeated-command.ts';
import { SECTIONS } from '../src/cli/command-table.ts';
import { gateFailures } from '../src/execute/gates/gate-failures.ts';
import { CAUSE_NAMES } from '../src/gates/causes/cause-names.ts';
import type { Verdict } from '../src/model/health/gate.ts';
import type { GateName } from '../src/model/names.ts';
import { platformOf } from '../src/registry/platforms.ts';
import { renderProblem } from '../src/report/problems.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Failures of steps and gates, and of connections: a directory for each, with the problem as it is printed. */
const CASES = [`${ROOT}test/unit/gates/causes/golden`, `${ROOT}test/unit/transport/connect-causes/golden`];
/** Verdicts of the gates, in a directory for each. */
const GATES = `${ROOT}test/unit/gates/golden`;
export const PAGE = `${ROOT}docs/troubleshooting.md`;

const HEAD = `<!-- cspell:disable -->

# Troubleshooting

Quorate prints the probable cause of each failed step, gate and connection, the line that proves it, and the next step.
This page shows messages of each cause and the problem that Quorate prints for them. It is generated from the golden
cases of the tests: \`npm run troubleshooting\`.`;

/** The command that failed. */
const TYPED = {
  inventory: 'inventory.yaml',
  again: repeatedCommand(
    ['deploy', 'inventory.yaml'],
    SECTIONS.flatMap(({ commands }) => commands),
  ),
};

const NAMES = platformOf({ platform: 'cloudify' });

interface Example {
  readonly cause: keyof typeof CAUSE_NAMES;
  readonly text: string;
}

/** Returns the golden cases of all causes. A cause without a case of its own has one of a gate. */
export function examplesOfCauses(): readonly Example[] {
  const examples: Example[] = [
    ...CASES.flatMap((cases) =>
      readdirSync(cases)
        .sort()
        .map((name) => exampleOf(`${cases}/${name}`)),
    ),
    ...gateExamples('hosts-ready', 'hosts before a change', 1),
  ];
  // A gate shows the causes that no message of a product has.
  const ofGates = readdirSync(GATES)
    .sort()
    .flatMap((gate) => gateExamples(gate as GateName, `gate ${gate}`));
  for (const one of ofGates) if (!examples.some(({ cause }) => cause === one.cause)) examples.push(one);
  return examples;
}

/** Returns the page: the causes in their order, each with its cases by name. */
export function troubleshootingPage(): string {
  const examples = examplesOfCauses();
  const sections = Object.entries(CAUSE_NAMES).flatMap(([cause, name]) => {
    const own = examples.filter(
      (example, at) =>
        example.cause === cause && examples.findIndex(({ text }) => text === example.text) === at,
    );
    const title = name.charAt(0).toUpperCase() + name.slice(1);
    return own.length === 0 ? [] : [[`## ${title}`, ...own.map(({ text }) => text)].join('\n\n')];
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

function exampleOf(directory: string): Example {
  const read = (file: string) => readFileSync(`${directory}/${file}`, 'utf8');
  const { cause, source } = JSON.parse(read('case.json')) as { cause: Example['cause']; source: string };
  const link = source.replace(/https:\/\/\S+/, (url) => `<${url}>`);
  return { cause, text: `Source: ${link}\n\n\`\`\`text\n${read('problem.txt')}\`\`\`` };
}

/** The failures of a gate, in each case: the first hosts that keep it from passing. */
function gateExamples(gate: GateName, source: string, most = Infinity): readonly Example[] {
  const files = readdirSync(`${GATES}/${gate}`).sort();
  return files.flatMap((file) => {
    const { verdict } = JSON.parse(readFileSync(`${GATES}/${gate}/${file}`, 'utf8')) as { verdict: Verdict };
    if (verdict.state === 'ready') return [];
    const hosts = verdict.seen.filter(({ ok }) => !ok).slice(0, most);
    const check = { check: { gate }, verdict, waited: '', names: NAMES };
    const problems = hosts.flatMap((seen) => gateFailures(check, [{ seen, log: [] }]));
    return problems.flatMap((problem) => {
      if (problem.cause === undefined) return [];
      const text = renderProblem(problem, TYPED).join('\n');
      return [{ cause: problem.cause, text: `Source: ${source}\n\n\`\`\`text\n${text}\n\`\`\`` }];
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, troubleshootingPage());
