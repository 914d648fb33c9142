// Reads a service's configuration once, so that a wrong deployment says everything that is wrong at once.
import { readFileSync } from 'node:fs';
import { Fault } from '@continuo/kernel';
import { z } from 'zod';

/** Environment variables as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One variable that is missing or wrong. `got` never holds a secret. */
export interface ConfigProblem {
  readonly name: string;
  readonly expected: string;
  readonly got: string;
}

/** All that is wrong with the environment, in one error whose message is a readable list. */
export class ConfigError extends Fault {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const width = Math.max(...problems.map(({ name }) => name.length));
    const lines = problems.map(
      ({ name, expected, got }) => `  ${name.padEnd(width)}  expected ${expected}, got ${got}`,
    );
    super(`the configuration is not usable:\n${lines.join('\n')}`, {
      code: 'config-invalid',
      retriable: false,
    });
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/** What a field says of itself, put there by the makers in `env-fields.ts`. */
interface FieldNotes {
  readonly expected?: string;
  readonly secret?: boolean;
}

/** What the file behind `<NAME>_FILE` holds, or why it can't be read. */
type Raw = { readonly value: string | undefined } | { readonly unreadable: string };

/**
 * Parses `env` by `schema`, whose keys are the variables' names. A secret field may come as `<NAME>_FILE` instead,
 * the path of a file that holds it. An empty value counts as not set.
 *
 * @throws ConfigError with every problem, not only the first.
 */
export function parseConfig<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  const input: Record<string, string | undefined> = {};
  const problems: ConfigProblem[] = [];
  for (const [name, field] of Object.entries(schema.shape)) {
    const raw = readRaw(name, notesOf(field), env);
    if ('unreadable' in raw)
      problems.push({ name: `${name}_FILE`, expected: 'a readable file', got: raw.unreadable });
    else input[name] = raw.value;
  }
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    const unreadable = new Set(problems.map(({ name }) => name.replace(/_FILE$/, '')));
    problems.push(
      ...problemsOf(parsed.error.issues, schema, input).filter(({ name }) => !unreadable.has(name)),
    );
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return parsed.data as z.output<z.ZodObject<Shape>>;
}

/** `parseConfig` for a process's entry: prints the list on standard error and exits with 78 (EX_CONFIG). */
export function parseConfigOrExit<Shape extends z.core.$ZodLooseShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
): z.output<z.ZodObject<Shape>> {
  try {
    return parseConfig(schema, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78);
  }
}

function readRaw(name: string, notes: FieldNotes, env: Environment): Raw {
  const direct = env[name];
  if (direct !== undefined && direct !== '') return { value: direct };
  const file = notes.secret ? env[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return { value: undefined };
  try {
    return { value: readFileSync(file, 'utf8').replace(/\r?\n$/, '') };
  } catch (error) {
    return { unreadable: `${file} (${(error as NodeJS.ErrnoException).code ?? 'unreadable'})` };
  }
}

/** One line per variable: a field with two broken rules is still one thing to fix. */
function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodObject,
  input: Record<string, string | undefined>,
): ConfigProblem[] {
  const byName = new Map<string, ConfigProblem>();
  for (const issue of issues) {
    const name = String(issue.path[0] ?? '(all)');
    if (byName.has(name)) continue;
    const notes = notesOf(schema.shape[name]);
    const value = input[name];
    const got =
      value === undefined ? 'nothing' : notes.secret ? 'a value that is not shown' : JSON.stringify(value);
    const stated = issue.code === 'custom' || notes.expected === undefined ? issue.message : notes.expected;
    byName.set(name, { name, expected: stated.replace(/^expected /, ''), got });
  }
  return [...byName.values()];
}

function notesOf(field: z.core.$ZodType | undefined): FieldNotes {
  return (field instanceof z.ZodType ? (field.meta() as FieldNotes | undefined) : undefined) ?? {};
}
