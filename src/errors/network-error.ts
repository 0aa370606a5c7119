/** An error of Node's sockets, with the address that it tried. */
type NetworkError = NodeJS.ErrnoException & { readonly address?: string };

/**
 * Returns the message of a network error, without the address, which the caller prints. If a name has several addresses,
 * Node throws an AggregateError with an empty message, whose errors have one message for each address.
 */
export function networkErrorText(error: Error): string {
  const messages = [...new Set(errorsIn(error).map(withoutAddress))].filter((message) => message !== '');
  return messages.join('; ') || (error as NetworkError).code || error.name;
}

/** Returns the messages for the addresses of a name: the lines that show which address failed. */
export function failedAddresses(error: Error, name: string): readonly string[] {
  return errorsIn(error).flatMap((one) =>
    one.address === undefined || one.address === name ? [] : [one.message],
  );
}

function errorsIn(error: Error): readonly NetworkError[] {
  return error instanceof AggregateError ? (error.errors as readonly Error[]) : [error];
}

function withoutAddress({ syscall, code, message }: NetworkError): string {
  return syscall !== undefined && code !== undefined ? `${syscall} ${code}` : message;
}
