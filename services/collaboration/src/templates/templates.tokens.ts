// What other capabilities inject of templates.
import type { Template } from './domain/template.js';

/** By name, as the file says. */
export type Templates = ReadonlyMap<string, Template>;

/** Token of the templates. */
export const TEMPLATES = Symbol('collaboration:templates');
