// A schema registry as the bus needs it: ids to schemas and back, from memory once they are known.
import { Fault } from '@continuo/kernel';
import type { EventSchema } from '../definitions.js';
import { BoundedCache } from './bounded-cache.js';
import {
  registryRequest,
  type RegistryAnswer,
  type RegistryOptions,
  type RegistryRequest,
} from './http-registry.js';

export interface RegistryClientOptions extends RegistryOptions {
  /** How many ids are kept; default 10,000. */
  readonly maxEntries?: number;
  /** How long "unknown" is believed; default 5 s. */
  readonly missMs?: number;
  readonly now?: () => number;
}

/** What the registry did with a schema that was to be registered. */
export interface Registration {
  readonly id: number;
  readonly registered: 'new' | 'unchanged';
}

/** The release step's part, kept away from the services: they never register. */
export interface RegistryAdministration {
  /** Registers a version. Throws a Fault `schema-refused` with the registry's reason when it is not compatible. */
  register(subject: string, schema: EventSchema): Promise<Registration>;
  /** Asks for FULL_TRANSITIVE on the subject; false when the registry has no such setting. */
  requireCompatibility(subject: string): Promise<boolean>;
  subjects(): Promise<readonly string[]>;
}

export interface RegistryClient extends RegistryAdministration {
  /** The schema with an id. Throws `registry-unreachable` (retriable) or `schema-unknown`. */
  schemaById(id: number): Promise<EventSchema>;
  knownSchema(id: number): EventSchema | undefined;
  /**
   * The id of a schema under its subject. Throws `registry-unreachable`, or `schema-not-registered`, which is retriable too:
   * the release step may still be running, and a service's state must not be lost for it.
   */
  idOf(subject: string, schema: EventSchema): Promise<number>;
}

/** A client with caches of its own. Nothing is asked before the first call. */
export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  return new CachingRegistryClient(registryRequest(options), options);
}

class CachingRegistryClient implements RegistryClient {
  readonly #request: RegistryRequest;
  readonly #schemas: BoundedCache<number, EventSchema>;
  readonly #ids: BoundedCache<string, number>;
  readonly #texts = new WeakMap<EventSchema, string>();

  constructor(request: RegistryRequest, options: RegistryClientOptions) {
    const bounds = {
      maxEntries: options.maxEntries ?? 10_000,
      missMs: options.missMs ?? 5_000,
      now: options.now,
    };
    this.#request = request;
    this.#schemas = new BoundedCache(bounds);
    this.#ids = new BoundedCache(bounds);
  }

  knownSchema(id: number): EventSchema | undefined {
    return this.#schemas.known(id);
  }

  schemaById(id: number): Promise<EventSchema> {
    return this.#schemas.get(id, () => this.#loadSchema(id), isMiss);
  }

  idOf(subject: string, schema: EventSchema): Promise<number> {
    return this.#ids.get(this.#cacheKey(subject, schema), () => this.#loadId(subject, schema), isMiss);
  }

  async register(subject: string, schema: EventSchema): Promise<Registration> {
    const known = await this.#lookUp(subject, schema);
    if (known !== undefined) return { id: known, registered: 'unchanged' };
    const answer = await this.#request(
      'POST',
      `/subjects/${encodeURIComponent(subject)}/versions`,
      this.#payload(schema),
    );
    if (answer.status >= 300) throw refused(subject, answer);
    return { id: idIn(answer), registered: 'new' };
  }

  async requireCompatibility(subject: string): Promise<boolean> {
    const path = `/config/${encodeURIComponent(subject)}`;
    const answer = await this.#request('PUT', path, { compatibility: 'FULL_TRANSITIVE' });
    return answer.status < 300;
  }

  async subjects(): Promise<readonly string[]> {
    const answer = await this.#request('GET', '/subjects');
    return Array.isArray(answer.body) ? answer.body.map(String) : [];
  }

  async #loadSchema(id: number): Promise<EventSchema> {
    const answer = await this.#request('GET', `/schemas/ids/${id}`);
    const text = (answer.body as { schema?: unknown } | undefined)?.schema;
    if (answer.status < 300 && typeof text === 'string') return schemaOf(id, text);
    throw new Fault(`the schema registry knows no schema ${id}`, {
      code: 'schema-unknown',
      retriable: false,
    });
  }

  async #loadId(subject: string, schema: EventSchema): Promise<number> {
    const id = await this.#lookUp(subject, schema);
    if (id !== undefined) return id;
    throw new Fault(`${subject} is not registered in this version: run the release step (schemas register)`, {
      code: 'schema-not-registered',
      retriable: true,
    });
  }

  async #lookUp(subject: string, schema: EventSchema): Promise<number | undefined> {
    const answer = await this.#request(
      'POST',
      `/subjects/${encodeURIComponent(subject)}`,
      this.#payload(schema),
    );
    return answer.status < 300 ? idIn(answer) : undefined;
  }

  #payload(schema: EventSchema): { schema: string } {
    return { schema: this.#text(schema) };
  }

  #text(schema: EventSchema): string {
    let text = this.#texts.get(schema);
    if (text === undefined) {
      text = JSON.stringify(schema);
      this.#texts.set(schema, text);
    }
    return text;
  }

  #cacheKey(subject: string, schema: EventSchema): string {
    return `${subject}\n${this.#text(schema)}`;
  }
}

function isMiss(thrown: unknown): thrown is Fault {
  return (
    thrown instanceof Fault && (thrown.code === 'schema-unknown' || thrown.code === 'schema-not-registered')
  );
}

function idIn(answer: RegistryAnswer): number {
  const id = (answer.body as { id?: unknown } | undefined)?.id;
  if (typeof id === 'number') return id;
  throw new Fault('the schema registry answers without an id', {
    code: 'registry-unreachable',
    retriable: true,
  });
}

function schemaOf(id: number, text: string): EventSchema {
  try {
    const schema = JSON.parse(text) as EventSchema;
    if (schema.type === 'record') return schema;
  } catch {
    // Not JSON: told below, as any other schema that is no record.
  }
  throw new Fault(`schema ${id} is no Avro record`, { code: 'schema-unknown', retriable: false });
}

function refused(subject: string, answer: RegistryAnswer): Fault {
  const reason = String(
    (answer.body as { message?: unknown } | undefined)?.message ?? `status ${answer.status}`,
  );
  return new Fault(`the schema registry refuses ${subject}: ${reason}`, {
    code: 'schema-refused',
    retriable: false,
  });
}
