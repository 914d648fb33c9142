// The release step: every type of the contract registered under every subject it is written with.
import type { Contract } from '../contract.js';
import { subjectOf } from '../type-names.js';
import type { RegistryAdministration } from './registry-client.js';

export interface RegisteredSchema {
  readonly subject: string;
  readonly id: number;
  readonly registered: 'new' | 'unchanged';
}

export interface RegisterSchemasOptions {
  /** Called after each subject, for progress. */
  readonly progress?: (done: number, total: number) => void;
}

/**
 * Registers what is new and asks for FULL_TRANSITIVE where the registry can. Running it again changes nothing. Topics that
 * forward have no subjects of their own: their records carry the ids of their sources.
 */
export async function registerSchemas(
  registry: RegistryAdministration,
  contract: Contract,
  options: RegisterSchemasOptions = {},
): Promise<readonly RegisteredSchema[]> {
  const pairs = contract.types.flatMap((type) => type.topics.map((topic) => ({ topic, type })));
  const done: RegisteredSchema[] = [];
  for (const { topic, type } of pairs) {
    const subject = subjectOf(topic, type.fullName);
    const guarded = await registry.requireCompatibility(subject);
    const registration = await registry.register(subject, type.schema);
    // Some registries take the setting only for a subject that exists.
    if (!guarded) await registry.requireCompatibility(subject);
    done.push({ subject, ...registration });
    options.progress?.(done.length, pairs.length);
  }
  return done;
}
