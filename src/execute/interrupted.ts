/** Thrown when the run is stopped while it waits. Not a failure, and not reported as one. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
