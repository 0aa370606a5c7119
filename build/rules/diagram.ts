/**
 * Draws the table of modules as a Mermaid diagram, bottom up: `tsx build/rules/diagram.ts` writes it into
 * docs/architecture.md. An arrow that a longer path implies is left out.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import modules from './modules.cjs';

const PAGE = fileURLToPath(new URL('../../docs/architecture.md', import.meta.url));
const BEGIN = '<!-- modules:begin -->';
const END = '<!-- modules:end -->';

type Imports = Readonly<Record<string, readonly string[]>>;

/** The diagram as lines of Mermaid. @param imports module → the modules that it may import */
export function drawModules(imports: Imports): string {
  const arrows = Object.entries(imports).flatMap(([from, all]) =>
    direct(imports, all).map((to) => `  ${id(from)} --> ${id(to)}`),
  );
  const nodes = [...new Set([...Object.keys(imports), ...Object.values(imports).flat()])];
  const cli = nodes.filter((node) => !Object.values(imports).some((all) => all.includes(node)));
  const declared = nodes.map((node) => `  ${id(node)}["${node}"]`);
  const commands = cli.map((node) => `  cli --> ${id(node)}`);
  return ['flowchart TD', '  cli["cli"]', ...declared, ...commands, ...arrows].join('\n');
}

/** The imports that no other import of the same module reaches. */
function direct(imports: Imports, all: readonly string[]): readonly string[] {
  return all.filter((to) => !all.some((other) => other !== to && reaches(imports, other, to)));
}

function reaches(imports: Imports, from: string, to: string): boolean {
  const next = imports[from] ?? [];
  return next.includes(to) || next.some((one) => reaches(imports, one, to));
}

function id(module: string): string {
  return module.replace('/', '_');
}

/** The page with the diagram between its two marks. */
export function withDiagram(page: string): string {
  const [before, rest = ''] = page.split(BEGIN);
  const [, after = ''] = rest.split(END);
  return `${before}${BEGIN}\n\n\`\`\`mermaid\n${drawModules(modules.IMPORTS)}\n\`\`\`\n\n${END}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(PAGE, withDiagram(readFileSync(PAGE, 'utf8')));
