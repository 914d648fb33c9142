// Collects what decides whether this process lives and whether it may be sent work; each part adds its own check.
import { Injectable } from '@nestjs/common';

/** Live: a restart would help. Ready: traffic can be served now. */
export type HealthKind = 'live' | 'ready';

/** Returns nothing when all is well, or throws or returns what is wrong in a few words free of personal data. */
export type HealthCheck = () => Promise<string | undefined> | string | undefined;

export interface CheckReport {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}

export interface HealthReport {
  readonly status: 'ok' | 'failing';
  readonly checks: readonly CheckReport[];
}

const CHECK_DEADLINE_MS = 2_000;

/** Injectable everywhere: `health.add('live', 'consumer orchestrator', () => consumer.isDead() ? 'crashed' : undefined)`. */
@Injectable()
export class HealthRegistry {
  readonly #checks: { readonly kind: HealthKind; readonly name: string; readonly check: HealthCheck }[] = [];
  #stopping = false;

  /** Adds a check; the returned function takes it away again. */
  add(kind: HealthKind, name: string, check: HealthCheck): () => void {
    const entry = { kind, name, check };
    this.#checks.push(entry);
    return () => {
      const index = this.#checks.indexOf(entry);
      if (index >= 0) this.#checks.splice(index, 1);
    };
  }

  /** From now on not ready, so that no new work is sent while the begun work is finished. */
  stopping(): void {
    this.#stopping = true;
  }

  /** Asks all checks of a kind at once; one that doesn't answer in two seconds fails. */
  async report(kind: HealthKind): Promise<HealthReport> {
    const asked = this.#checks.filter((entry) => entry.kind === kind);
    const checks = await Promise.all(asked.map(({ name, check }) => ask(name, check)));
    if (kind === 'ready' && this.#stopping) checks.push({ name: 'process', ok: false, reason: 'stopping' });
    return { status: checks.every(({ ok }) => ok) ? 'ok' : 'failing', checks };
  }
}

async function ask(name: string, check: HealthCheck): Promise<CheckReport> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_DEADLINE_MS} ms`), CHECK_DEADLINE_MS);
    timer.unref();
  });
  try {
    const reason = await Promise.race([Promise.resolve().then(check), late]);
    return reason === undefined ? { name, ok: true } : { name, ok: false, reason };
  } catch (error) {
    // The message may quote an address or a value: the code says enough, the log says more.
    const { code } = (error ?? {}) as { code?: unknown };
    return { name, ok: false, reason: typeof code === 'string' ? code : 'unreachable' };
  } finally {
    clearTimeout(timer);
  }
}
