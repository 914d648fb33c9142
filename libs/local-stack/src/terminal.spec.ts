// Proves that log lines become readable without losing what they say.
import { stripVTControlCharacters } from 'node:util';
import { Writable } from 'node:stream';
import { readable, terminal } from './terminal.js';

const plain = (text: string): string => stripVTControlCharacters(readable(text));

describe('readable', () => {
  it('shows time, level, message and the remaining fields of a JSON line', () => {
    const time = new Date(2026, 0, 2, 3, 4, 5).getTime();
    const line = JSON.stringify({
      level: 30,
      time,
      pid: 7,
      hostname: 'here',
      msg: 'ready',
      port: 8080,
      tags: ['a'],
    });
    expect(plain(line)).toBe('03:04:05 INFO  ready port=8080 tags=["a"]');
  });

  it('takes levels in words and the key message', () => {
    expect(plain('{"level":"warn","message":"slow"}')).toBe('WARN  slow');
  });

  it.each(['plain text', '{"broken', '{"a":1}', ''])('leaves %j as it is', (line) => {
    expect(readable(line)).toBe(line);
  });
});

describe('a line of a process', () => {
  const shown = (line: object): string => {
    let written = '';
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written += chunk.toString();
        done();
      },
    });
    terminal(out, Date.now()).line('crm', JSON.stringify({ level: 'info', ...line }));
    return stripVTControlCharacters(written);
  };

  it('is shown under its name', () => {
    expect(shown({ message: 'ready' })).toMatch(/^crm +\| INFO {2}ready/);
  });

  it('is left to the log file when it tells of a request that was served', () => {
    expect(shown({ message: 'request', status: 201 })).toBe('');
    expect(shown({ message: 'request', status: 404 })).toBe('');
    expect(shown({ message: 'request', status: 500 })).toContain('status=500');
  });
});
