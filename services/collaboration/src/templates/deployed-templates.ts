// Makes the words of what is deployed the words in force: of the processes that live, those of the one that started last.
import { canonicalJson } from '@continuo/kernel';
import type { Database, Transaction } from '@continuo/persistence';
import { RepeatedWork } from '@continuo/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { changesOf } from './domain/revision.js';
import type { Templates } from './domain/template.js';
import type { TemplatesStore } from './templates.store.js';

/** Twice within the minute after which a process that was not seen counts as gone. */
const lookEveryMs = 30_000;

/**
 * The file of this process. It is taken up at the start, and again when every process that started later is gone: a
 * deployment that was rolled back brings the words back, and an old process that is started again during a rollout keeps
 * its words no longer than it lives.
 */
export class DeployedTemplates implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly brought: ReadonlyMap<string, string>;
  private process: string | undefined;
  private looks: RepeatedWork | undefined;

  constructor(
    private readonly database: Database,
    private readonly store: TemplatesStore,
    templates: Templates,
    private readonly everyMs = lookEveryMs,
  ) {
    this.brought = new Map([...templates].map(([name, template]) => [name, canonicalJson(template)]));
  }

  async onApplicationBootstrap(): Promise<void> {
    const process = await this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      const started = await this.store.start(tx);
      await this.takeUp(tx);
      return started;
    });
    this.process = process;
    this.looks = new RepeatedWork(this.everyMs, () => this.look(process));
    this.looks.start();
  }

  /** While the database is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    const { process } = this;
    this.process = undefined;
    await this.looks?.stop();
    if (process === undefined) return;
    // When the database is away the others see by the time that this one is gone.
    await this.database.transaction((tx) => this.store.end(tx, process)).catch(() => undefined);
  }

  private look(process: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.store.lock(tx);
      if ((await this.store.seen(tx, process)) === process) await this.takeUp(tx);
    });
  }

  /** What is new or says something else is a revision from now on; what is gone was taken away. */
  private async takeUp(tx: Transaction): Promise<void> {
    await this.store.add(tx, changesOf(await this.store.newest(tx), this.brought));
  }
}
