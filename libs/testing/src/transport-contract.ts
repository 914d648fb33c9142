// What every transport must keep, in one suite: from the transaction that publishes to the transaction of the effect.
import { eventually } from './eventually.js';

/** A message as the suite publishes and expects it. */
export interface ContractMessage {
  readonly key: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a handler may do: leave an effect in the transaction that also stores the position. */
export type ContractHandler = (
  message: ContractMessage,
  effect: (text: string) => Promise<void>,
) => Promise<void>;

export interface ContractMember {
  /** Finishes what is in hand and leaves. */
  stop(): Promise<void>;
}

/** A transport, made ready for the suite: empty, with one topic of several partitions. */
export interface TransportUnderTest {
  /** Publishes these in one transaction, which `rollBack` undoes at its end. */
  publish(messages: readonly ContractMessage[], options?: { readonly rollBack?: boolean }): Promise<void>;
  /** Joins a group; groups are new, and see the topic from its beginning. */
  join(group: string, handler: ContractHandler): Promise<ContractMember>;
  /** The committed effects of a group, in order of their commit within a key. */
  effects(group: string): Promise<readonly { readonly key: string; readonly text: string }[]>;
  close(): Promise<void>;
}

const keep: ContractHandler = (message, effect) => effect(message.text);

/** Declares the suite. `make` is called once: tests keep apart by groups and keys of their own. */
export function transportContract(
  name: string,
  make: () => Promise<TransportUnderTest>,
  timeoutMs = 30_000,
): void {
  describe(`the contract of transports: ${name}`, () => {
    let transport: TransportUnderTest;
    let scene: Scene;
    let scenes = 0;

    beforeAll(async () => {
      transport = await make();
    }, timeoutMs);

    beforeEach(() => {
      scenes += 1;
      scene = new Scene(transport, `test-${scenes}`, timeoutMs / 2);
    });

    afterEach(() => scene.leave(), timeoutMs);

    afterAll(() => transport.close(), timeoutMs);

    for (const [promise, prove] of Object.entries(promises)) it(promise, () => prove(scene), timeoutMs);
  });
}

/** What one test sees of the transport: its own groups, and messages of its own keys. */
class Scene {
  private readonly members: ContractMember[] = [];

  constructor(
    private readonly transport: TransportUnderTest,
    private readonly label: string,
    private readonly patienceMs: number,
  ) {}

  async join(group: string, handler: ContractHandler = keep): Promise<ContractMember> {
    const own: ContractHandler = async (message, effect) => {
      const [label, key] = message.key.split('/');
      if (label === this.label && key !== undefined) await handler({ ...message, key }, effect);
    };
    const member = await this.transport.join(`${this.label}-${group}`, own);
    this.members.push(member);
    return member;
  }

  publish(messages: readonly ContractMessage[], rollBack = false): Promise<void> {
    const labelled = messages.map((message) => ({ ...message, key: `${this.label}/${message.key}` }));
    return this.transport.publish(labelled, { rollBack });
  }

  async texts(group: string, key?: string): Promise<readonly string[]> {
    const effects = await this.transport.effects(`${this.label}-${group}`);
    const wanted = effects.filter((one) => key === undefined || one.key === `${this.label}/${key}`);
    return wanted.map(({ text }) => text);
  }

  async arrived(group: string, count: number): Promise<void> {
    await eventually(async () => (await this.texts(group)).length >= count, {
      within: this.patienceMs,
      what: `${count} effects of ${group}`,
    });
  }

  async leave(): Promise<void> {
    await Promise.all(this.members.splice(0).map((member) => member.stop()));
  }
}

const promises: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'hands on key, value and headers as they were': async (scene) => {
    const seen: ContractMessage[] = [];
    await scene.join('one', async (message, effect) => {
      seen.push(message);
      await effect(message.text);
    });
    const message = { key: 'k', text: 'völlig unverändert \u0000 \u{1F3BC}', headers: { note: 'as it was' } };
    await scene.publish([message]);
    await scene.arrived('one', 1);
    expect(seen[0]).toMatchObject(message);
  },

  'keeps the order of each key, over transactions and partitions': async (scene) => {
    await scene.join('one');
    const keys = ['a', 'b', 'c', 'd', 'e'];
    for (let round = 0; round < 10; round += 1) {
      await scene.publish(keys.flatMap((key) => [0, 1].map((half) => ({ key, text: `${round}.${half}` }))));
    }
    await scene.arrived('one', keys.length * 20);
    const expected = Array.from({ length: 20 }, (_, at) => `${Math.floor(at / 2)}.${at % 2}`);
    for (const key of keys) expect([key, await scene.texts('one', key)]).toEqual([key, expected]);
  },

  'publishes nothing of a transaction that is rolled back': async (scene) => {
    await scene.join('one');
    await scene.publish([{ key: 'k', text: 'undone' }], true);
    await scene.publish([{ key: 'k', text: 'done' }]);
    await scene.arrived('one', 1);
    expect(await scene.texts('one')).toEqual(['done']);
  },

  'gives every group everything, each message once however many members share it': async (scene) => {
    await Promise.all([scene.join('one'), scene.join('two'), scene.join('two')]);
    const messages = Array.from({ length: 40 }, (_, at) => ({ key: `k${at % 8}`, text: String(at) }));
    await scene.publish(messages);
    await Promise.all([scene.arrived('one', 40), scene.arrived('two', 40)]);
    const all = messages.map(({ text }) => text).sort();
    expect([...(await scene.texts('one'))].sort()).toEqual(all);
    expect([...(await scene.texts('two'))].sort()).toEqual(all);
  },

  'undoes the effect of a handler that throws, and comes again with the same message until it does not':
    async (scene) => {
      let failures = 0;
      await scene.join('one', async (message, effect) => {
        await effect(message.text);
        if (message.text === 'second' && (failures += 1) <= 2) throw new TypeError('of the handler');
      });
      await scene.publish(['first', 'second', 'third'].map((text) => ({ key: 'k', text })));
      await scene.arrived('one', 3);
      expect([await scene.texts('one'), failures]).toEqual([['first', 'second', 'third'], 3]);
    },

  'lets the next member go on where the last one stopped': async (scene) => {
    const first = await scene.join('one');
    await scene.publish([{ key: 'k', text: 'before' }]);
    await scene.arrived('one', 1);
    await first.stop();
    await scene.publish([{ key: 'k', text: 'meanwhile' }]);
    await scene.join('one');
    await scene.publish([{ key: 'k', text: 'after' }]);
    await scene.arrived('one', 3);
    expect(await scene.texts('one')).toEqual(['before', 'meanwhile', 'after']);
  },
};
