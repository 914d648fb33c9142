// Texts that lie in files here and in the system there: what an editor did to ends of lines is no difference.
import { readFile } from 'node:fs/promises';

/** The text without a byte order mark, its lines ended by LF: the same wherever it was written. */
export function plainText(text: string): string {
  return text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
}

/** A file's text, as `plainText` has it. */
export async function textOfFile(file: string): Promise<string> {
  return plainText(await readFile(file, 'utf8'));
}
