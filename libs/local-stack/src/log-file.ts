// The log of one child process: the whole of it in a file with a bound, its end in memory for the terminal.
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const largest = 20 * 1024 * 1024;
const remembered = 200;

export interface LogFile {
  readonly path: string;
  write(line: string): void;
  lastLines(count: number): string[];
  close(): void;
}

/** Appends to the file; beyond 20 MB the old one is kept once, as `<name>.1`. */
export function openLogFile(path: string): LogFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let file: number | undefined = openSync(path, 'a', 0o600);
  let size = fstatSync(file).size;
  const last: string[] = [];
  return {
    path,
    write(line: string): void {
      last.push(line);
      if (last.length > remembered) last.shift();
      if (file === undefined) return;
      const bytes = `${line}\n`;
      writeSync(file, bytes);
      size += Buffer.byteLength(bytes);
      if (size < largest) return;
      closeSync(file);
      renameSync(path, `${path}.1`);
      file = openSync(path, 'a', 0o600);
      size = 0;
    },
    lastLines: (count: number): string[] => last.slice(-count),
    close(): void {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}
