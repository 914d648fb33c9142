// Queues of the tests: one for each, so that they don't take each other's agents.

export interface TestQueue {
  readonly queue: string;
  readonly number: string;
  readonly skill: string;
}

export function queueNamed(n: number): TestQueue {
  return { queue: `q${n}`, number: `+4144555${1000 + n}`, skill: `s${n}` };
}

/** As `queues.yaml` holds them. */
export function queuesFile(): string {
  const queues = Array.from({ length: 90 }, (_, n) => queueNamed(n + 1)).map(({ queue, number, skill }) => [
    queue,
    { title: queue, numbers: [number], skills: [skill], greeting: 'Hello & <welcome>', hold: 'Wait.' },
  ]);
  return JSON.stringify({ queues: Object.fromEntries(queues) });
}
