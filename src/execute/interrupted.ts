/** The run was told to stop while this waited: nothing went wrong here, and nothing is to be reported as a failure. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
