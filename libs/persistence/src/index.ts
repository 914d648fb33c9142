// What other projects may use of persistence: the database, its transactions, migrations, and which errors pass.
export { Database, type DatabaseOptions, type EntityDefinition } from './database.js';
export type { ConnectionOptions } from './connection-settings.js';
export type { Transaction } from './transaction.js';
export { isTransient } from './transient.js';
export {
  migrate,
  type AppliedMigration,
  type GaveWay,
  type MigrateOptions,
  type MigrationSource,
} from './migrations.js';
export { Column, column, columnOf, type ColumnType } from './column.js';
export { together } from './together.js';
