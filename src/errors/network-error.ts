/**
 * Returns the message of a network error. If a name has several addresses, Node throws an AggregateError with an empty
 * message, whose errors have one message for each address.
 */
export function networkErrorText(error: Error): string {
  const each = error instanceof AggregateError ? (error.errors as readonly Error[]) : [error];
  const messages = [...new Set(each.map(({ message }) => message))].filter((message) => message !== '');
  return messages.join('; ') || (error as NodeJS.ErrnoException).code || error.name;
}
