// What a schema registry keeps of a subject, for people who look: versions, their schemas, the compatibility it asks for.
import { registryRequest, type RegistryOptions } from './http-registry.js';

export interface SchemaVersion {
  readonly version: number;
  readonly id: number;
  /** As it is registered. */
  readonly schema: unknown;
}

export interface RegistryCatalogue {
  /** Numbers of a subject's versions, the oldest first; none when the subject is unknown. Throws `registry-unreachable`. */
  versions(subject: string): Promise<readonly number[]>;
  /** Undefined when it is not there. Throws `registry-unreachable`. */
  version(subject: string, version: number): Promise<SchemaVersion | undefined>;
  /** The subject's own, else the registry's; undefined when it tells neither. Throws `registry-unreachable`. */
  compatibility(subject: string): Promise<string | undefined>;
}

/** Asks each time; what a version holds never changes, so a caller may keep it. */
export function createRegistryCatalogue(options: RegistryOptions): RegistryCatalogue {
  const request = registryRequest(options);
  const compatibilityAt = async (path: string): Promise<string | undefined> => {
    const { status, body } = await request('GET', path);
    const { compatibilityLevel, compatibility } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const level = compatibilityLevel ?? compatibility;
    return status < 300 && typeof level === 'string' ? level : undefined;
  };
  return {
    async versions(subject) {
      const { status, body } = await request('GET', `/subjects/${encodeURIComponent(subject)}/versions`);
      return status < 300 && Array.isArray(body) ? body.map(Number).sort((a, b) => a - b) : [];
    },
    async version(subject, version) {
      const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}`;
      const { status, body } = await request('GET', path);
      const { id, schema } = (body ?? {}) as Readonly<Record<string, unknown>>;
      if (status >= 300 || typeof id !== 'number' || typeof schema !== 'string') return undefined;
      return { version, id, schema: JSON.parse(schema) as unknown };
    },
    compatibility: async (subject) =>
      (await compatibilityAt(`/config/${encodeURIComponent(subject)}`)) ?? (await compatibilityAt('/config')),
  };
}
