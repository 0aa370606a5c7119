/** Severity of the prose findings in `npm run lint`: `error` fails the lint, `warn` leaves them to `npm run lint:prose`. */
export const PROSE: 'warn' | 'error' = 'error';
