declare const rendered: unique symbol;

/** Type brand; never created. A number, so that a template may contain it. */
type Opaque = number & { readonly [rendered]: true };

/**
 * Text for display. Any string can be assigned to it, and a writer can print it, but it has no string methods, so code that
 * matches or splits it does not compile. Use the data that it was rendered from for decisions.
 */
export type Rendered = string | Opaque;

/** Returns the text for a writer that wraps, aligns or prints it. */
export function printable(text: Rendered): string {
  return String(text);
}
