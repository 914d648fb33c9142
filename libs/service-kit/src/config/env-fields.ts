// Makers of configuration fields: each turns one environment variable into a typed value and says what it expects.
import { z } from 'zod';

interface Bounds<Default extends number | undefined = number | undefined> {
  readonly min?: number;
  readonly max?: number;
  readonly default?: Default;
}

function noted<Schema extends z.ZodType>(schema: Schema, expected: string, secret = false): Schema {
  return schema.meta({ expected, secret });
}

function isUrl(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}

/** A whole number, optionally with bounds and a default. */
function integer({ min = 0, max = Number.MAX_SAFE_INTEGER, default: fallback }: Bounds = {}) {
  const upTo = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  const field = z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max));
  return noted(fallback === undefined ? field : field.default(fallback), `a whole number ${upTo}`);
}

/** A number from 0 to 1. */
function ratio(fallback: number) {
  const field = z
    .string()
    .regex(/^\d*\.?\d+$/)
    .transform(Number)
    .pipe(z.number().min(0).max(1));
  return noted(field.default(fallback), 'a number from 0 to 1');
}

/** A TCP port; 0 lets the system choose one. */
function port(fallback: number) {
  return integer({ min: 0, max: 65_535, default: fallback });
}

/** A TCP port that may be left out. */
function optionalPort() {
  return noted(integer({ min: 0, max: 65_535 }).optional(), 'a whole number from 0 to 65535');
}

/** Any text; required unless there is a default. */
function text(fallback?: string) {
  return noted(fallback === undefined ? z.string() : z.string().default(fallback), 'a text');
}

/** Text that may be left out. */
function optionalText() {
  return noted(z.string().optional(), 'a text');
}

/** An http or https address, kept without its last slash. */
function url(fallback?: string) {
  const field = z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']))
    .transform((value) => value.replace(/\/+$/, ''));
  return noted(fallback === undefined ? field : field.default(fallback), 'an http or https address');
}

/** An http or https address that may be left out. */
function optionalUrl() {
  return noted(url().optional(), 'an http or https address');
}

/** A PostgreSQL address. A secret, since it may hold a password. */
function postgresUrl() {
  const field = z.string().refine((value) => isUrl(value, ['postgres:', 'postgresql:']));
  return noted(field, 'an address like postgres://user:password@host:5432/database', true);
}

/** A secret of at least `min` characters; `<NAME>_FILE` may name a file instead. Never shown. */
function secret(min = 1) {
  return noted(z.string().min(min), `a secret of at least ${min} characters`, true);
}

/** A secret that may be left out. */
function optionalSecret(min = 1) {
  return noted(z.string().min(min).optional(), `a secret of at least ${min} characters`, true);
}

/** `true` or `false`. */
function flag(fallback: boolean) {
  const field = z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(fallback);
  return noted(field, 'true or false');
}

/** One of some words. */
function choice<const Words extends readonly [string, ...string[]]>(words: Words, fallback: Words[number]) {
  const field = z.string().refine((value): value is Words[number] => words.includes(value));
  return noted(field.default(fallback), `one of ${words.join(', ')}`) as z.ZodType<
    Words[number],
    string | undefined
  >;
}

/** Words separated by commas; at least one unless there is a default. */
function list(fallback?: readonly string[]) {
  const field = z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(z.array(z.string()).min(1));
  const withDefault = fallback === undefined ? field : field.default([...fallback]);
  return noted(withDefault, 'one or more values separated by commas');
}

/** Origins of web pages, as browsers send them; none unless some are named. Never `*`: a list is what can be reviewed. */
function origins() {
  const field = z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .pipe(
      z.array(
        z
          .string()
          .refine(
            (part) =>
              isUrl(part, ['http:', 'https:']) && new URL(part).origin === part && !part.includes('*'),
          ),
      ),
    )
    .default([]);
  return noted(field, 'origins like https://shop.example, separated by commas, each named in full');
}

/** Makers of configuration fields, to be read as `envField.port(8105)` in a service's `config.ts`. */
export const envField = {
  integer,
  ratio,
  port,
  optionalPort,
  text,
  optionalText,
  url,
  optionalUrl,
  postgresUrl,
  secret,
  optionalSecret,
  flag,
  choice,
  list,
  origins,
};
