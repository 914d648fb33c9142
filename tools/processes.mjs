// Running commands from the launcher and the test run: their output passed on, and stopped with whoever runs them.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Runs a command with this terminal and answers its exit code. `signal` asks it to stop, then kills it; `started` is
 * told its pid. An `idle` one gets what processor time nobody else wants.
 */
export function runCommand(
  command,
  args,
  { cwd, env = process.env, signal, quiet = false, idle = false, started, stopWithin = 10_000 } = {},
) {
  const [program, ...programArgs] =
    idle && process.platform !== 'win32' ? ['nice', '-n', '19', command, ...args] : [command, ...args];
  return new Promise((resolve) => {
    // A group of its own when we decide when it stops; Ctrl-C then reaches it only through us.
    const child = spawn(program, programArgs, {
      cwd,
      env,
      detached: signal !== undefined,
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    });
    if (child.pid !== undefined) started?.(child.pid);
    const givingWay = idle ? setInterval(() => giveWay(child.pid), 500) : undefined;
    const output = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
    let overdue;
    const send = (name) => {
      try {
        process.kill(-child.pid, name);
      } catch {
        // gone already
      }
    };
    const stop = () => {
      send('SIGTERM');
      overdue = setTimeout(() => send('SIGKILL'), stopWithin);
    };
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted) stop();
    child.once('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.once('close', (code) => {
      clearTimeout(overdue);
      clearInterval(givingWay);
      signal?.removeEventListener('abort', stop);
      if (signal !== undefined) send('SIGKILL'); // what it may have left in its group
      resolve({ code: code ?? 1, output: Buffer.concat(output).toString() });
    });
  });
}

/**
 * Linux shares processors among sessions first, and among the processes of a session by their niceness after that. And
 * what a command starts may begin a session of its own. Where there is no such thing this does nothing.
 */
function giveWay(pid) {
  try {
    const group = `/proc/${pid}/autogroup`;
    if (!readFileSync(group, 'utf8').includes('nice 19')) writeFileSync(group, '19');
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    for (const child of children) if (child !== '') giveWay(child);
  } catch {
    // Gone, or asked too often: the next time.
  }
}

/** An AbortController that Ctrl-C, SIGTERM, a closed terminal or a vanished launcher abort. */
export function stopOnSignals() {
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => stopping.abort());
  process.on('disconnect', () => stopping.abort());
  return stopping;
}

/** A line with the seconds since the launcher was started. */
export function progress(line) {
  const since = Number(process.env.CONTINUO_STARTED_AT ?? Date.now());
  console.log(`[${((Date.now() - since) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}
