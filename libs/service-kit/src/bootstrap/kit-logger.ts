// The part of a logger that the kit uses; telemetry's logger satisfies it, and a test's list does.
export interface KitLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
