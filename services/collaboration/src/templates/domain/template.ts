// What can be said to a customer: a template with its texts by language, and which of them fits a customer.

/** Something a customer can choose; its id comes back as the intent of the answer. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

/** A template in one language. */
export interface TemplateText {
  /** BCP 47. */
  readonly language: string;
  /** Whether the channel's provider approved it; only then it may start a conversation. */
  readonly approved: boolean;
  /** Its name at the provider. */
  readonly providerName: string;
  /** With `{{variable}}` where a value goes. */
  readonly body: string;
  readonly buttons: readonly Choice[];
  /** Rows behind a button that opens them. */
  readonly list?: { readonly open: string; readonly rows: readonly Choice[] };
}

export interface Template {
  readonly name: string;
  /** The purpose it was made for, e.g. `service`, `marketing`. */
  readonly purpose: string;
  /** Only within a conversation that the customer began. */
  readonly session: boolean;
  readonly defaultLanguage: string;
  readonly texts: readonly TemplateText[];
}

/** By name, as a file says. */
export type Templates = ReadonlyMap<string, Template>;

/** The languages to try, best first: `de-CH`, then `de`, then the template's own default. */
export function languagesFor(language: string | null, fallback: string): readonly string[] {
  const parts = language?.split('-') ?? [];
  const narrowing = parts.map((_, at) => parts.slice(0, parts.length - at).join('-'));
  return [...new Set([...narrowing, fallback])];
}

/** The text for a customer; undefined when there is none, or none that is approved where that is asked for. */
export function textFor(
  template: Template,
  language: string | null,
  rule: { readonly approvedOnly: boolean },
): TemplateText | undefined {
  const usable = template.texts.filter(({ approved }) => approved || !rule.approvedOnly);
  for (const wanted of languagesFor(language, template.defaultLanguage)) {
    const found = usable.find((text) => text.language.toLowerCase() === wanted.toLowerCase());
    if (found !== undefined) return found;
  }
  return undefined;
}
