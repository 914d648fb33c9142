// The plans of a simulation: what was published then, with the candidate in the place of its journey.
import type { StartInput } from '../engine/input.js';
import type { Plans } from '../engine/profile.js';
import type { Plan } from '../language/plan.js';
import { startersOf } from '../language/priority.js';

export function withCandidate(published: Plans, candidate: Plan): Plans {
  const started = new Map<string, readonly Plan[]>();
  const startedBy = (type: string): readonly Plan[] => {
    const others = published.startedBy(type).filter(({ journey }) => journey !== candidate.journey);
    return startersOf([...others, candidate], type);
  };
  const plans: Plans = {
    version: (journey, version) =>
      journey === candidate.journey && version === candidate.version
        ? candidate
        : published.version(journey, version),
    current: (journey) => (journey === candidate.journey ? candidate : published.current(journey)),
    startedBy(type) {
      let known = started.get(type);
      if (known === undefined) {
        known = startedBy(type);
        started.set(type, known);
      }
      return known;
    },
    isPaused: (journey) => published.isPaused(journey),
  };
  return plans;
}

/**
 * An entry by schedule, which names the version that asked, as one of the candidate: by its schedule that says the same,
 * else by the one in the same place.
 */
export function askedOf(candidate: Plan, input: StartInput, published: Plans): StartInput {
  const { journey, version, entry } = input;
  if (journey !== candidate.journey || entry === undefined) return input;
  if (version === null || version === candidate.version) return input;
  const asked = published.version(journey, version)?.schedules.find(({ at }) => at === entry);
  const same = candidate.schedules.find(({ identity }) => identity === asked?.identity);
  return { ...input, version: candidate.version, entry: same?.at ?? entry };
}
