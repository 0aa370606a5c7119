/**
 * What the product ends with: the name of the exception and its text, printed as `ERROR - Type: message`.
 * The names are those of the real one, since operators and deployers read them.
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

/** The real program opens some files without looking first; the text is Python's. */
export const fileNotFound = (path: string): Failure =>
  new Failure('FileNotFoundError', `[Errno 2] No such file or directory: '${path}'`);

/** Ends the program with this code; everything has been said already. */
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
