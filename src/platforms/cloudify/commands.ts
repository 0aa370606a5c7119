/** The commands of the product, as argv: never a shell, never a secret in it. By what they are about. */
export * from './commands/brokers.ts';
export * from './commands/databases.ts';
export * from './commands/managers.ts';
export * from './commands/services.ts';
