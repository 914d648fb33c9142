// Proves who is taken for whom: examples of each rule, and a property against a model that knows no batches.
import fc from 'fast-check';
import type { KnownGraph, RootProfile, Subject } from './identity-graph.js';
import { IdentityResolution, mostCandidates, united, heldBy } from './identity-resolution.js';
import { identityRules, parseIdentityRules, type IdentityRules } from './identity-rules.js';

const parsed = parseIdentityRules({
  kinds: {
    user: { links: true, priority: 1, max: 1 },
    email: { links: true, priority: 2, max: 2 },
    anonymous: { links: true, priority: 3 },
    order: { links: false },
    account: { links: false },
  },
  blocked: ['null', 'Guest'],
});
if (!parsed.ok) throw new Error(parsed.refusal.message);
const rules = identityRules(parsed.value, ['email.h1=shared']);

/** What a store keeps between batches, as plain maps. */
class Store {
  readonly owners = new Map<string, readonly string[]>();
  readonly pointers = new Map<string, string>();
  readonly profiles = new Map<string, RootProfile>();
  private ids = 0;
  readonly steps: string[] = [];

  rootOf(id: string): string {
    const next = this.pointers.get(id);
    return next === undefined ? id : this.rootOf(next);
  }

  graph(): KnownGraph {
    const identifiers = new Map(
      [...this.owners].map(([key, ids]) => [key, ids.map((id) => this.rootOf(id))]),
    );
    const roots = new Map([...this.profiles.keys()].map((id) => [id, this.rootOf(id)]));
    return { identifiers, profiles: this.profiles, roots };
  }

  batch(subjects: readonly Subject[]): string[] {
    const resolution = new IdentityResolution(
      rules,
      this.graph(),
      () => `p${String(++this.ids).padStart(5, '0')}`,
    );
    const results = subjects.map((subject) => {
      const resolved = resolution.resolve(subject);
      if ('ignored' in resolved) return resolved.ignored;
      for (const step of resolved.steps) {
        this.steps.push(
          step.step === 'created' ? `+${step.profileId}` : `${step.loserId}>${step.survivorId}`,
        );
      }
      return resolved.profileId;
    });
    const changes = resolution.changes();
    for (const profile of [...changes.created, ...changes.changed]) this.profiles.set(profile.id, profile);
    for (const merge of changes.merges) this.pointers.set(merge.loserId, merge.survivorId);
    for (const [key, id] of changes.attached) this.owners.set(key, [id]);
    for (const [key, ids] of changes.candidates) this.owners.set(key, ids);
    this.refused.push(...changes.refused.map((link) => `${link.limit} by ${link.linkedBy}`));
    return results;
  }
  readonly refused: string[] = [];
}

const named = (...keys: string[]): Subject => ({
  identifiers: keys.map((key) => ({ kind: key.slice(0, key.indexOf('=')), key })),
  at: 1,
});

describe('IdentityResolution', () => {
  it('creates a profile for a new customer, once', () => {
    const store = new Store();
    expect(store.batch([named('anonymous=a'), named('anonymous=a')])).toEqual(['p00001', 'p00001']);
    expect(store.steps).toEqual(['+p00001']);
  });

  it('links what one record names, over batches', () => {
    const store = new Store();
    store.batch([named('anonymous=a', 'user=u')]);
    expect(store.batch([named('user=u'), named('anonymous=a')])).toEqual(['p00001', 'p00001']);
  });

  it('merges two profiles that a record names together; the stronger identifier survives', () => {
    const store = new Store();
    store.batch([named('anonymous=a'), named('user=u')]);
    expect(store.batch([named('anonymous=a', 'user=u')])).toEqual(['p00002']);
    expect(store.steps.at(-1)).toBe('p00001>p00002');
    expect(store.batch([named('anonymous=a')])).toEqual(['p00002']);
  });

  it('lets the older of two equal profiles survive, and follows chains of merges', () => {
    const store = new Store();
    store.batch([named('anonymous=a'), named('anonymous=b'), named('anonymous=c')]);
    store.batch([named('anonymous=b', 'anonymous=c'), named('anonymous=a', 'anonymous=c')]);
    expect(store.batch([named('anonymous=c')])).toEqual(['p00001']);
  });

  it('keeps two users of one browser apart, and writes down why', () => {
    const store = new Store();
    store.batch([named('anonymous=a', 'user=u1')]);
    expect(store.batch([named('anonymous=a', 'user=u2')])).toEqual(['p00002']);
    expect(store.batch([named('anonymous=a'), named('user=u2'), named('user=u1')])).toEqual([
      'p00001',
      'p00002',
      'p00001',
    ]);
    expect(store.refused).toEqual(['user by anonymous', 'user by anonymous']);
  });

  it('does not attach what exceeds a limit, and does not lose the record', () => {
    const store = new Store();
    store.batch([
      named('user=u', 'email.h1=1'),
      named('user=u', 'email.h1=2'),
      named('user=u', 'email.h1=3'),
    ]);
    expect(store.batch([named('email.h1=2')])).toEqual(['p00001']);
    expect(store.batch([named('email.h1=3')])).toEqual(['p00002']);
    expect(store.refused).toContain('email.h1 by email.h1');
  });

  it('counts the two hashes of one address during a rotation each under its own version', () => {
    const store = new Store();
    store.batch([named('user=u', 'email.h1=1', 'email.h2=x1', 'email.h1=2', 'email.h2=x2')]);
    expect(store.refused).toEqual([]);
    expect(store.batch([named('email.h2=x2')])).toEqual(['p00001']);
  });

  it('ignores blocked values, and records that name nobody else', () => {
    const store = new Store();
    expect(
      store.batch([named('user=GUEST', 'anonymous=a'), named('user=null'), named('email.h1=shared')]),
    ).toEqual(['p00001', 'customer-blocked', 'customer-blocked']);
    expect(store.owners.has('user=GUEST')).toBe(false);
  });

  it('finds a customer by what only looks up, and never links by it', () => {
    const store = new Store();
    expect(store.batch([named('order=o'), named('user=u1', 'order=o'), named('order=o')])).toEqual([
      'customer-unknown',
      'p00001',
      'p00001',
    ]);
    expect(store.batch([named('user=u2', 'order=o'), named('order=o')])).toEqual([
      'p00002',
      'customer-ambiguous',
    ]);
  });

  it('finds somebody again when the candidates turn out to be one person', () => {
    const store = new Store();
    store.batch([
      named('anonymous=a', 'order=o'),
      named('anonymous=b', 'order=o'),
      named('anonymous=a', 'anonymous=b'),
    ]);
    expect(store.batch([named('order=o')])).toEqual(['p00001']);
  });

  it('gives up on what looks up too many', () => {
    const store = new Store();
    const many = Array.from({ length: mostCandidates + 3 }, (_, at) => named(`user=${at}`, 'account=acme'));
    store.batch(many);
    expect(store.owners.get('account=acme')).toHaveLength(mostCandidates);
    expect(store.batch([named('account=acme')])).toEqual(['customer-ambiguous']);
  });

  it('follows the profile id of an answer through merges, also of its own batch', () => {
    const store = new Store();
    store.batch([named('anonymous=a'), named('user=u')]);
    const answer: Subject = { identifiers: [], profileId: 'p00001', at: 2 };
    expect(store.batch([answer, named('anonymous=a', 'user=u'), answer])).toEqual([
      'p00001',
      'p00002',
      'p00002',
    ]);
    expect(store.batch([answer, { ...answer, profileId: 'p99999' }])).toEqual(['p00002', 'profile-unknown']);
  });

  it('never merges what an operator has set apart', () => {
    const store = new Store();
    store.batch([named('anonymous=a'), named('anonymous=b')]);
    const apart = (id: string, side: string): void => {
      const profile = store.profiles.get(id);
      if (profile !== undefined) store.profiles.set(id, { ...profile, held: { 'apart.m1': [side] } });
    };
    apart('p00001', 'survivor');
    apart('p00002', 'loser');
    expect(store.batch([named('anonymous=a', 'anonymous=b'), named('anonymous=b')])).toEqual([
      'p00001',
      'p00002',
    ]);
    expect(store.refused).toEqual(['apart.m1 by anonymous']);
  });

  it('takes the order of a header for nothing', () => {
    const one = new Store();
    const two = new Store();
    one.batch([named('anonymous=a', 'email.h1=e', 'user=u')]);
    two.batch([named('user=u', 'anonymous=a', 'email.h1=e')]);
    expect([...one.owners].sort()).toEqual([...two.owners].sort());
  });
});

interface Person {
  readonly born: number;
  readonly has: Set<string>;
}

/** The oracle: a list of people, searched from end to end, with limits counted anew each time. No batches, no maps. */
class Model {
  private people: Person[] = [];
  private births = 0;

  constructor(private readonly asked: IdentityRules) {}

  /** The identifiers of the person a record was put with, as one text. */
  take(keys: readonly string[]): Person {
    const sorted = [...new Set(keys)].sort((a, b) => this.priority(a) - this.priority(b) || (a < b ? -1 : 1));
    const [strongest = ''] = sorted;
    const owner = (key: string): Person | undefined => this.people.find(({ has }) => has.has(key));
    const found =
      owner(strongest) ?? sorted.map(owner).find((person) => person && this.fits([...person.has, strongest]));
    let target = found ?? this.born();
    for (const key of sorted) {
      const other = owner(key);
      if (other === target) continue;
      const together = [...target.has, ...(other?.has ?? [key])];
      if (!this.fits(together)) continue;
      if (!other) target.has.add(key);
      else {
        const [survivor, loser] = this.order(target, other);
        for (const each of loser.has) survivor.has.add(each);
        this.people = this.people.filter((person) => person !== loser);
        target = survivor;
      }
    }
    return target;
  }

  partition(): string[] {
    return this.people.map(({ has }) => [...has].sort().join(' ')).sort();
  }

  private born(): Person {
    const person = { born: ++this.births, has: new Set<string>() };
    this.people.push(person);
    return person;
  }

  private order(a: Person, b: Person): [Person, Person] {
    const rank = ({ has }: Person): number => Math.min(...[...has].map((key) => this.priority(key)));
    return (rank(a) - rank(b) || a.born - b.born) < 0 ? [a, b] : [b, a];
  }

  private fits(keys: readonly string[]): boolean {
    const kinds = new Map<string, Set<string>>();
    for (const key of keys) {
      const kind = key.slice(0, key.indexOf('='));
      kinds.set(kind, (kinds.get(kind) ?? new Set()).add(key));
    }
    return [...kinds].every(([kind, values]) => values.size <= (this.asked.ruleOf(kind)?.max ?? Infinity));
  }

  private priority(key: string): number {
    return this.asked.ruleOf(key.slice(0, key.indexOf('=')))?.priority ?? 0;
  }
}

describe('the resolver against a model', () => {
  const key = fc.oneof(
    fc.integer({ min: 0, max: 6 }).map((n) => `user=${n}`),
    fc.integer({ min: 0, max: 8 }).map((n) => `email.h1=${n}`),
    fc.integer({ min: 0, max: 12 }).map((n) => `anonymous=${n}`),
  );
  const record = fc.record({ keys: fc.array(key, { minLength: 1, maxLength: 4 }), cut: fc.boolean() });

  it('ends with the same people, however the records are cut into batches', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), (records) => {
        const store = new Store();
        const model = new Model(rules);
        let batch: Subject[] = [];
        const resolved: string[] = [];
        for (const { keys, cut } of records) {
          batch.push(named(...keys));
          if (!cut) continue;
          resolved.push(...store.batch(batch));
          batch = [];
        }
        resolved.push(...store.batch(batch));
        for (const { keys } of records) model.take(keys);
        const byProfile = new Map<string, string[]>();
        for (const [owned, [id = '']] of store.owners) {
          const root = store.rootOf(id);
          byProfile.set(root, [...(byProfile.get(root) ?? []), owned]);
        }
        expect([...byProfile.values()].map((keys) => keys.sort().join(' ')).sort()).toEqual(
          model.partition(),
        );
        expect(resolved).toHaveLength(records.length);
      }),
      { numRuns: Number(process.env['VERIFY_CASES'] ?? 1_500) },
    );
  });
});

describe('held values', () => {
  it('are kept for limited kinds only, each once', () => {
    expect(heldBy(rules, { kind: 'anonymous', key: 'anonymous=a' })).toEqual({});
    const held = heldBy(rules, { kind: 'user', key: 'user=u' });
    expect(united(held, united(held, { user: ['a'] }))).toEqual({ user: ['a', 'u'] });
  });
});

describe('parseIdentityRules', () => {
  it.each([
    [null, 'kinds'],
    [{ kinds: { User: { links: true, priority: 1 } } }, 'kinds.User'],
    [{ kinds: { user: { links: 'yes' } } }, 'kinds.user.links'],
    [{ kinds: { user: { links: true } } }, 'kinds.user.priority'],
    [{ kinds: { user: { links: true, priority: 1, max: 0 } } }, 'kinds.user.max'],
    [{ kinds: { user: { links: true, priority: 1, most: 1 } } }, 'kinds.user.most'],
    [{ kinds: {}, blocked: [1] }, 'blocked'],
    [{ kinds: {}, blockedAddresses: { email: ['x'] } }, 'blockedAddresses.email'],
  ])('refuses %j, naming %s', (raw, field) => {
    const result = parseIdentityRules(raw);
    expect(!result.ok && result.refusal.field).toBe(field);
  });
});
