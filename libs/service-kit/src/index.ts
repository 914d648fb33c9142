// What other projects may use of service-kit: how a service is configured, started, guarded, asked and stopped.
export {
  parseConfig,
  parseConfigOrExit,
  ConfigError,
  type ConfigProblem,
  type Environment,
} from './config/parse-config.js';
export { envField } from './config/env-fields.js';
export { identifierHashKeysField } from './config/identifier-hash-keys.js';
export { ruleFileField } from './config/rule-file.js';
export {
  hasherOf,
  IDENTIFIER_HASHER,
  identifierFields,
  IdentifiersModule,
  type IdentifierConfig,
} from './identifiers/identifiers.module.js';
export {
  httpConfigSchema,
  authConfigSchema,
  databaseConfigSchema,
  kafkaConfigSchema,
  serviceConfigSchema,
  type HttpConfig,
  type AuthConfig,
  type DatabaseConfig,
  type KafkaConfig,
  type ServiceConfig,
} from './config/service-config.js';
export {
  bootstrap,
  startService,
  type ServiceDefinition,
  type RunningService,
} from './bootstrap/bootstrap.js';
export { BusModule, type BusOptions } from './bus/bus.module.js';
export { superviseProcess, type LifecycleOptions } from './bootstrap/lifecycle.js';
export type { KitLogger } from './bootstrap/kit-logger.js';
export { startServiceTelemetry, type ServiceTelemetry } from './bootstrap/service-telemetry.js';
export {
  HealthRegistry,
  type HealthCheck,
  type HealthKind,
  type HealthReport,
  type CheckReport,
} from './health/health.registry.js';
export {
  Problem,
  problemOf,
  problemType,
  orThrow,
  type ProblemDocument,
  type ProblemField,
} from './http/problem.js';
export { sendProblem, toProblem } from './http/problem.filter.js';
export { shownHeaderSchema } from './operations/shown-header-schema.js';
export { OpenStreams, withHeartbeat } from './http/server-sent-events.js';
export { Answers, AnswersText, Refuses, problemSchema } from './http/answers.js';
export { validationProblem } from './http/schema.pipe.js';
export { findUnstorableText, parseJsonBody, type JsonLimits, type UnstorableText } from './http/json-body.js';
export {
  Public,
  Roles,
  WriteKey,
  Caller,
  hasRole,
  ROLES,
  type Role,
  type Principal,
} from './auth/decisions.js';
export { TokenVerifier, type TokenVerifierOptions } from './auth/token-verifier.js';
export { tokenVerifierOf } from './auth/token-verifier-of.js';
export { ServiceTokens, type ServiceTokensOptions } from './auth/service-tokens.js';
export { WriteKeys, parseWriteKeys, basicUser, type WriteKeyEntry } from './auth/write-keys.js';
export {
  LocalIssuer,
  localClientSecret,
  COMMAND_LINE_CLIENT,
  DEVELOPMENT_GRANT,
  type LocalIssuerOptions,
  type TokenRequest,
  type IssuedToken,
  type SignedInPerson,
} from './auth/local-issuer.js';
export { Idempotent, IdempotencyKey, type IdempotentCall } from './idempotency/idempotent.js';
export { RepeatedWork } from './bootstrap/repeated-work.js';
export { serviceKitMigrations } from './migrations.js';
export { setETag, checkIfMatch, takesAnyVersion } from './http/etag.js';
export {
  idSchema,
  pageOf,
  pageQuerySchema,
  pageSchema,
  encodeCursor,
  decodeCursor,
  type PageQuery,
} from './http/cursor.js';
export { accessLogPage, type AccessLogRange } from './personal-data/access-log.js';
export {
  AnsweredCommands,
  answerEvent,
  type CommandAnswer,
  type CommandOutcome,
} from './commands/answered-commands.js';
export { PersonalDataModule, PersonalStoresModule } from './personal-data/personal-data.module.js';
export {
  PersonalData,
  personalMentions,
  personalRows,
  type PersonalStore,
} from './personal-data/personal-data.js';
export { ProfileFamilies } from './personal-data/profile-families.js';
export {
  Erasures,
  type ErasedRows,
  type ErasureOfProfile,
  type StoreRows,
} from './personal-data/erasures.js';
