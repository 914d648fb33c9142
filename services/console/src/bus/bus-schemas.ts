// The subjects of a topic as the registry keeps them: every version with its schema, and the compatibility it asks for.
import { contract, subjectOf, type RegistryCatalogue, type SchemaVersion } from '@continuo/contracts';

export interface Subject {
  readonly subject: string;
  readonly type: string;
  readonly fullName: string;
  readonly compatibility: string | undefined;
  /** The newest first; none when it is not registered. */
  readonly versions: readonly SchemaVersion[];
}

const AT_ONCE = 8;
const FRESH_FOR_MS = 30_000;

export class BusSchemas {
  readonly #subjects = new Map<string, { readonly at: number; readonly answer: Promise<Subject> }>();

  constructor(private readonly catalogue: RegistryCatalogue) {}

  /** Of the types that a topic publishes itself. Throws a Fault while the registry is away. */
  async of(topic: string): Promise<readonly Subject[]> {
    const names = contract.topic(topic)?.types ?? [];
    const subjects: Subject[] = [];
    for (let at = 0; at < names.length; at += AT_ONCE) {
      subjects.push(
        ...(await Promise.all(names.slice(at, at + AT_ONCE).map((name) => this.#subject(topic, name)))),
      );
    }
    return subjects;
  }

  #subject(topic: string, fullName: string): Promise<Subject> {
    const subject = subjectOf(topic, fullName);
    const known = this.#subjects.get(subject);
    if (known !== undefined && performance.now() - known.at < FRESH_FOR_MS) return known.answer;
    const answer = this.#ask(subject, fullName);
    this.#subjects.set(subject, { at: performance.now(), answer });
    answer.catch(() => this.#subjects.delete(subject));
    return answer;
  }

  async #ask(subject: string, fullName: string): Promise<Subject> {
    const { catalogue } = this;
    const [numbers, compatibility] = await Promise.all([
      catalogue.versions(subject),
      catalogue.compatibility(subject),
    ]);
    const versions = await Promise.all(numbers.map((number) => catalogue.version(subject, number)));
    return {
      subject,
      type: contract.named(fullName)?.type ?? fullName,
      fullName,
      compatibility,
      versions: versions.filter((version) => version !== undefined).reverse(),
    };
  }
}
