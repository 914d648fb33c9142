// What keeps the bus's pages from answering, as problems with codes of their own.
import { Problem } from '@continuo/service-kit';

const LATER = { headers: { 'retry-after': '2' } };

export function notConfigured(what: 'bus' | 'registry' = 'bus'): Problem {
  return what === 'bus'
    ? new Problem(503, 'bus-not-configured', 'The console was not told of a broker: KAFKA_BROKERS names it.')
    : new Problem(
        503,
        'registry-not-configured',
        'The console was not told of a registry: SCHEMA_REGISTRY_URL names it.',
      );
}

export function topicUnknown(): Problem {
  return new Problem(404, 'topic-unknown', 'There is no such topic.');
}

const WITHIN_MS = 12_000;

/** The work's outcome; faults of broker and registry as problems. Nobody waits for them longer than some seconds. */
export async function asked<T>(work: Promise<T>, withinMs = WITHIN_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Problem(503, 'broker-away', 'The broker does not answer.', LATER)),
      withinMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw problemOfFault(error);
  } finally {
    clearTimeout(timer);
  }
}

function problemOfFault(error: unknown): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  switch (code) {
    case 'topic-unknown':
      return topicUnknown();
    case 'kafka-unavailable':
    case 'offset-gone':
      return new Problem(503, 'broker-away', 'The broker does not answer.', LATER);
    case 'kafka-forbidden':
    case 'kafka-login-refused':
    case 'kafka-certificate-untrusted':
    case 'kafka-tls-refused':
      return new Problem(503, 'broker-refuses', 'The broker does not let the console in.');
    case 'registry-unreachable':
      return new Problem(503, 'registry-away', 'The schema registry does not answer.', LATER);
    default:
      return error;
  }
}
