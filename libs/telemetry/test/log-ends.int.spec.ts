// A process ends although nobody reads its log any more, and loses no line while somebody does.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./log-and-leave.mjs', import.meta.url));
const LINES = 5_000;

async function started() {
  const child = spawn(process.execPath, [program, String(LINES)], { stdio: ['ignore', 'pipe', 'pipe'] });
  await once(child.stderr, 'data');
  return child;
}

it('gives up what nobody reads, and ends', async () => {
  const child = await started();
  child.stdout.destroy();
  child.kill('SIGTERM');
  const overdue = setTimeout(() => child.kill('SIGKILL'), 25_000);
  expect(await once(child, 'exit')).toEqual([0, null]);
  clearTimeout(overdue);
}, 60_000);

it('gives up on a reader that stands still, and ends', async () => {
  const child = await started();
  child.stdout.pause();
  child.kill('SIGTERM');
  const overdue = setTimeout(() => child.kill('SIGKILL'), 25_000);
  expect(await once(child, 'exit')).toEqual([0, null]);
  clearTimeout(overdue);
}, 60_000);

it('writes every line for a reader that keeps reading', async () => {
  const child = await started();
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(text.trimEnd().split('\n')).toHaveLength(LINES);
}, 60_000);
