// Text becomes HTML only through this: whatever is put in is escaped, unless it is HTML made here.

/** A piece of HTML that is safe to put into another. */
export interface Html {
  readonly text: string;
}

type Part = string | number | Html | readonly Html[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `html` before a template makes HTML of it; the values in it are escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = strings.reduce((made, literal, index) => `${made}${textOf(parts[index - 1] ?? '')}${literal}`);
  return { text };
}

function textOf(part: Part): string {
  if (typeof part === 'string' || typeof part === 'number') {
    return String(part).replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  }
  return 'text' in part ? part.text : part.map(({ text }) => text).join('\n');
}
