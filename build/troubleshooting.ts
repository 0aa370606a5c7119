/** Writes docs/troubleshooting.md from the golden cases of failures. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gateFailures } from '../src/execute/gates/gate-failures.ts';
import { CAUSE_NAMES } from '../src/gates/causes/cause-names.ts';
import type { Verdict } from '../src/model/health/gate.ts';
import { platformOf } from '../src/registry/platforms.ts';
import { renderProblem } from '../src/report/problems.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Failures of steps and gates, and of connections: a directory for each, with the problem as it is printed. */
const CASES = [`${ROOT}test/unit/gates/causes/golden`, `${ROOT}test/unit/transport/connect-causes/golden`];
/** Verdicts of the gate that checks the hosts before a change. */
const HOSTS = `${ROOT}test/unit/gates/golden/hosts-ready`;
export const PAGE = `${ROOT}docs/troubleshooting.md`;

const HEAD = `<!-- cspell:disable -->

# Troubleshooting

Quorate prints the probable cause of each failed step, gate and connection, the line that proves it, and the next step.
This page shows messages of each cause and the problem that Quorate prints for them. It is generated from the golden
cases of the tests: \`npm run troubleshooting\`.`;

const NAMES = platformOf({ platform: 'cloudify' });

interface Example {
  readonly cause: keyof typeof CAUSE_NAMES;
  readonly text: string;
}

/** Returns the page: the causes in their order, each with its cases by name. */
export function troubleshootingPage(): string {
  const examples = [
    ...CASES.flatMap((cases) =>
      readdirSync(cases)
        .sort()
        .map((name) => exampleOf(`${cases}/${name}`)),
    ),
    ...readdirSync(HOSTS).sort().flatMap(hostExamples),
  ];
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

/** The first host that is not ready. */
function hostExamples(name: string): readonly Example[] {
  const { verdict } = JSON.parse(readFileSync(`${HOSTS}/${name}`, 'utf8')) as { readonly verdict: Verdict };
  const seen = verdict.seen.find(({ ok }) => !ok);
  if (verdict.state === 'ready' || !seen) return [];
  const check = { gate: 'hosts-ready' } as const;
  const [problem] = gateFailures({ check, verdict, waited: '', names: NAMES }, [{ seen, log: [] }]);
  if (problem?.cause === undefined) return [];
  const text = renderProblem(problem, { inventory: 'inventory.yaml' }).join('\n');
  return [{ cause: problem.cause, text: `Source: hosts before a change\n\n\`\`\`text\n${text}\n\`\`\`` }];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, troubleshootingPage());
