declare const rendered: unique symbol;

/** Never created. A number, so that a template may contain it. */
type Opaque = number & { readonly [rendered]: true };

/**
 * Text that the program has written for people. Any string can become such a text, and a writer can print it, but it has
 * no methods of a string: code that matches or splits it does not compile. Decide by the data that it was rendered from.
 */
export type Rendered = string | Opaque;

/** The text, for a writer that wraps, aligns or prints it. */
export function printable(text: Rendered): string {
  return String(text);
}
