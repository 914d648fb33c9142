// One run of the whole system for all tests: the story plays, two people live whose every word is a canary, and canaries
// are pushed through every interface meanwhile.
import { Canaries, eventually } from '@continuo/testing';
import { CanaryPerson, type Known } from './canary-person.js';
import { pushCanaries, type Sent } from './canary-run.js';
import { scene, setCanaryScene } from './canary-scene.js';
import { Jaeger, noJaeger } from './jaeger.js';
import type { LoggedProcess } from '@continuo/testing/running-system';
import { OfferListener } from './offer-listener.js';
import { RunningSystem } from '@continuo/testing/running-system';

/** The story's agents, as its play has them. */
export const storyAgents = ['lena', 'marco', 'sofie'] as const;

export interface LivedCanary {
  readonly person: CanaryPerson;
  readonly known: Known;
}

export class StoryRun {
  readonly seed = Math.floor(Math.random() * 2 ** 31);
  readonly canaries = new Canaries(this.seed);
  /** Those of the person who is erased in the end. */
  readonly erased = new Canaries(this.seed + 1);
  readonly offers: OfferListener;
  readonly lives: Promise<LivedCanary>;
  readonly pushing: Promise<readonly Sent[]>;

  private constructor(
    readonly running: RunningSystem,
    readonly demonstration: LoggedProcess,
    readonly jaeger: Jaeger | undefined,
  ) {
    this.offers = new OfferListener(running);
    this.lives = this.#live();
    this.pushing = this.lives.then(() => this.#push());
    for (const each of [this.lives, this.pushing]) each.catch(() => undefined); // told by the test that waits for it
  }

  static async start(): Promise<StoryRun> {
    const jaeger = noJaeger === undefined ? await Jaeger.start() : undefined;
    try {
      const running = await RunningSystem.start(jaeger === undefined ? {} : { tracesTo: jaeger.otlpUrl });
      return new StoryRun(running, running.playDemonstration(), jaeger);
    } catch (error) {
      await jaeger?.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.offers.stop();
    await this.demonstration.stop(1_000);
    await this.running.close();
    await this.jaeger?.stop();
  }

  /** The one who is erased lives first: an agent has one call at a time. */
  async #live(): Promise<LivedCanary> {
    for (const agent of [...storyAgents, scene.agent]) await this.offers.follow(agent);
    await this.#storyIsSet();
    await setCanaryScene(this.running);
    const person = new CanaryPerson(this.running, this.offers, this.erased, 'the erased');
    const known = await person.lives();
    await person.isTalkedTo(known);
    await person.isReadAbout(known);
    return { person, known };
  }

  async #push(): Promise<readonly Sent[]> {
    const person = new CanaryPerson(this.running, this.offers, this.canaries, 'the asked about');
    return pushCanaries(this.running, this.canaries, await person.lives());
  }

  /** The story publishes its journeys first, and canaries live in them too. */
  async #storyIsSet(): Promise<void> {
    interface Definitions {
      readonly items: readonly { readonly journey: string }[];
    }
    await eventually(
      async () => {
        const { items } = await this.running.get<Definitions>('/api/orchestrator/definitions', 'designer');
        return items.length === 2;
      },
      { within: 60_000, every: 200, what: 'the journeys of the story' },
    );
  }
}
