// Proves the rule of assignment: order, skills, one agent once, and over many drawn cases that nobody overtakes.
import fc from 'fast-check';
import { assign, suits, type FreeAgent, type WaitingInteraction } from './assign.js';

const interaction = (interactionId: string, queuedAt: number, more: Partial<WaitingInteraction> = {}) => ({
  interactionId,
  queuedAt,
  skills: ['service'],
  ready: true,
  declinedBy: [],
  ...more,
});
const agent = (agentId: string, freeSince: number, skills = ['service']): FreeAgent => ({
  agentId,
  freeSince,
  skills,
});
const pairs = (waiting: readonly WaitingInteraction[], agents: readonly FreeAgent[]) =>
  assign(waiting, agents).map((each) => `${each.interactionId}-${each.agentId}`);

describe('assignment', () => {
  it('gives the oldest interaction the agent who has waited longest', () => {
    expect(pairs([interaction('i2', 2), interaction('i1', 1)], [agent('a1', 20), agent('a2', 10)])).toEqual([
      'i1-a2',
      'i2-a1',
    ]);
  });

  it('asks for all the skills', () => {
    const both = interaction('i1', 1, { skills: ['service', 'french'] });
    expect(pairs([both, interaction('i2', 2)], [agent('a1', 1)])).toEqual(['i2-a1']);
    expect(pairs([both], [agent('a1', 1, ['service', 'french', 'sales'])])).toEqual(['i1-a1']);
  });

  it('keeps the agent for an interaction whose context is waited for, and offers to no later one', () => {
    const early = interaction('i1', 1, { ready: false });
    expect(pairs([early, interaction('i2', 2)], [agent('a1', 1)])).toEqual([]);
    expect(pairs([early, interaction('i2', 2)], [agent('a1', 1), agent('a2', 2)])).toEqual(['i2-a2']);
  });

  it('does not ask again at once who declined', () => {
    const declined = interaction('i1', 1, { declinedBy: ['a1'] });
    expect(pairs([declined], [agent('a1', 1)])).toEqual([]);
    expect(pairs([declined], [agent('a1', 1), agent('a2', 2)])).toEqual(['i1-a2']);
  });

  it('is quiet without interactions or agents', () => {
    expect(assign([], [agent('a1', 1)])).toEqual([]);
    expect(assign([interaction('i1', 1)], [])).toEqual([]);
  });
});

describe('over many drawn cases', () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
  const skill = fc.constantFrom('service', 'sales', 'french');
  const skills = fc.uniqueArray(skill, { maxLength: 3 });
  const name = fc.integer({ min: 1, max: 9 }).map((n) => `a${n}`);
  const agents = fc.uniqueArray(
    fc.record({ agentId: name, skills, freeSince: fc.integer({ min: 0, max: 5 }) }),
    { selector: ({ agentId }) => agentId, maxLength: 9 },
  );
  const waiting = fc.uniqueArray(
    fc.record({
      interactionId: fc.integer({ min: 1, max: 30 }).map((n) => `i${n}`),
      queuedAt: fc.integer({ min: 0, max: 5 }),
      skills,
      ready: fc.boolean(),
      declinedBy: fc.uniqueArray(name, { maxLength: 3 }),
    }),
    { selector: ({ interactionId }) => interactionId, maxLength: 20 },
  );
  const before = (a: WaitingInteraction, b: WaitingInteraction) =>
    a.queuedAt < b.queuedAt || (a.queuedAt === b.queuedAt && a.interactionId < b.interactionId);

  it(`nobody overtakes, no agent comes twice, skills count (seed ${seed})`, () => {
    fc.assert(
      fc.property(waiting, agents, (interactions, free) => {
        const made = assign(interactions, free);
        const agentOf = new Map(made.map((each) => [each.interactionId, each.agentId]));
        expect(new Set(made.map(({ agentId }) => agentId)).size).toBe(made.length);
        expect(agentOf.size).toBe(made.length);
        for (const later of interactions) {
          const given = free.find(({ agentId }) => agentId === agentOf.get(later.interactionId));
          if (given === undefined) continue;
          expect(later.ready && suits(given, later)).toBe(true);
          // Whoever came earlier and could have had this agent has one, or one is kept for it.
          const overtaken = interactions.filter(
            (earlier) =>
              before(earlier, later) &&
              suits(given, earlier) &&
              earlier.ready &&
              !agentOf.has(earlier.interactionId),
          );
          expect(overtaken).toEqual([]);
        }
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it(`nobody waits beside an agent who could take them (seed ${seed})`, () => {
    fc.assert(
      fc.property(waiting, agents, (interactions, free) => {
        const all = interactions.map((each) => ({ ...each, ready: true }));
        const made = assign(all, free);
        const idle = free.filter(({ agentId }) => !made.some((each) => each.agentId === agentId));
        const left = all.filter((one) => !made.some((each) => each.interactionId === one.interactionId));
        expect(left.filter((one) => idle.some((each) => suits(each, one)))).toEqual([]);
      }),
      { seed, numRuns: 1_000 },
    );
  });
});
