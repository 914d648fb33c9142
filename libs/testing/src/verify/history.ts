// What was asked of the pipeline and what it answered, written down as it happens: it survives the process.
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/** `rolled-back`: undone on purpose, nothing of it may be seen. `gave-up`: never answered, it may have happened or not. */
export type OperationEnd = 'acknowledged' | 'rolled-back' | 'gave-up';

export interface HistoryLine {
  readonly operation: string;
  readonly item: string;
  readonly said: 'asked' | OperationEnd;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export function writeHistory(file: string, line: HistoryLine): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}

export interface History {
  readonly asked: ReadonlySet<string>;
  readonly ends: ReadonlyMap<string, OperationEnd>;
}

/** What is known of each operation. A last line that was cut off by a kill counts as unsaid. */
export function readHistory(file: string): History {
  const asked = new Set<string>();
  const ends = new Map<string, OperationEnd>();
  for (const text of existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []) {
    const line = parsed(text);
    if (line === undefined) continue;
    if (line.said === 'asked') asked.add(line.operation);
    else ends.set(line.operation, line.said);
  }
  return { asked, ends };
}

function parsed(text: string): HistoryLine | undefined {
  try {
    return JSON.parse(text) as HistoryLine;
  } catch {
    return undefined;
  }
}
