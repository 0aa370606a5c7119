/**
 * An error that ends the product, printed as `ERROR - Type: message`. The type names are those of the real product,
 * because operators and deployers read them.
 */
export class Failure extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

export const validationError = (message: string): Failure => new Failure('ValidationError', message);
export const bootstrapError = (message: string): Failure => new Failure('BootstrapError', message);

/** The real product opens some files without checking that they exist. The text is Python's. */
export const fileNotFound = (path: string): Failure =>
  new Failure('FileNotFoundError', `[Errno 2] No such file or directory: '${path}'`);

/** Ends the program with an exit code and prints nothing more. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

export const describe = (error: unknown): string => {
  if (error instanceof Failure) return error.message ? `${error.type}: ${error.message}` : error.type;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
};
