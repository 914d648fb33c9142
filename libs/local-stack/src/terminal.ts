// What a person at the terminal sees: progress with the time it took, and every process's lines under its name.
import pc from 'picocolors';

export interface Terminal {
  /** One step of the way, with the seconds since the start. */
  progress(line: string): void;
  /** Something a person should notice. */
  warn(line: string): void;
  /** A line of a child process. */
  line(name: string, text: string): void;
  /** Text as it is. */
  print(text: string): void;
}

const colours = [pc.cyan, pc.magenta, pc.green, pc.blue, pc.yellow];
const nameWidth = 23;

/** Writes to `out`; seconds are counted from `since` (milliseconds since 1970). */
export function terminal(out: NodeJS.WritableStream, since: number): Terminal {
  const seen = new Map<string, (text: string) => string>();
  const colour = (name: string): ((text: string) => string) => {
    const known = seen.get(name) ?? colours[seen.size % colours.length] ?? pc.white;
    seen.set(name, known);
    return known;
  };
  const seconds = (): string => `[${((Date.now() - since) / 1_000).toFixed(1).padStart(5)} s]`;
  const prefixed = (prefix: string, text: string): void => {
    for (const part of text.split('\n')) out.write(`${prefix} ${part}\n`);
  };
  return {
    progress: (line) => prefixed(pc.dim(seconds()), line),
    warn: (line) => prefixed(pc.yellow(seconds()), pc.yellow(line)),
    line: (name, text) => {
      if (!isRoutine(text)) prefixed(colour(name)(`${name.padEnd(nameWidth)}|`), readable(text));
    },
    print: (text) => out.write(`${text}\n`),
  };
}

const levels: Readonly<Record<number, string>> = {
  10: 'TRACE',
  20: 'DEBUG',
  30: 'INFO',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
const known = new Set([
  'level',
  'time',
  'msg',
  'message',
  'pid',
  'hostname',
  'name',
  'service',
  'v',
  'version',
]);

/** A request that was served is for the log file: hundreds of them would hide what happens. */
function isRoutine(text: string): boolean {
  const record = text.startsWith('{') ? parsed(text) : undefined;
  return record?.message === 'request' && typeof record.status === 'number' && record.status < 500;
}

/** Turns a JSON log line into one for people; any other line stays as it is. */
export function readable(text: string): string {
  if (!text.startsWith('{')) return text;
  const record = parsed(text);
  if (record === undefined || typeof record.level === 'undefined') return text;
  const level =
    typeof record.level === 'number' ? (levels[record.level] ?? '') : String(record.level).toUpperCase();
  const rest = Object.entries(record)
    .filter(([key]) => !known.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const fields = rest.length === 0 ? '' : pc.dim(rest.join(' '));
  const words = [clock(record.time), level.padEnd(5), record.msg ?? record.message ?? '', fields];
  const line = words.filter((word) => word !== '').join(' ');
  if (level === 'ERROR' || level === 'FATAL') return pc.red(line);
  return level === 'WARN' ? pc.yellow(line) : line;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function clock(time: unknown): string {
  const date = new Date(typeof time === 'number' || typeof time === 'string' ? time : Number.NaN);
  return Number.isNaN(date.getTime()) ? '' : date.toTimeString().slice(0, 8);
}
