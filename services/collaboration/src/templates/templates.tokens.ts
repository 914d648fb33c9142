// The templates that a deployment brings.
import type { Template } from './domain/template.js';

/** By name, as the file says. */
export type Templates = ReadonlyMap<string, Template>;

/** Token of the file's templates. */
export const TEMPLATES = Symbol('collaboration:templates');
