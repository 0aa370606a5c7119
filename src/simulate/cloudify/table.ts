/** One line of the product's tables. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
