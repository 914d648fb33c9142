// Answers what happened to a customer, and to how many today, out of the index of the timeline.
import { Inject, Injectable } from '@nestjs/common';
import { ok, type Result } from '@continuo/kernel';
import { Database } from '@continuo/persistence';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { notFound, type NotFound } from '../profiles/profiles.service.js';
import type { ActivityEntry } from './domain/activity-entry.js';
import { keptTime } from './domain/kept-time.js';
import { ActivityStore, type ActivityFilter, type ActivityPlace, type Today } from './activity.store.js';

export interface ActivityPage {
  /** The survivor, whichever of the person's ids was asked for. */
  readonly profileId: string;
  readonly entries: readonly ActivityEntry[];
}

@Injectable()
export class ActivityService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ActivityStore) private readonly store: ActivityStore,
    @Inject(ProfilesStore) private readonly profiles: ProfilesStore,
  ) {}

  /** What happened to a person, the newest first, over all profiles that are theirs now. */
  async page(
    id: string,
    { after, before, ...filter }: ActivityFilter,
    page: { readonly behind?: ActivityPlace; readonly limit: number },
  ): Promise<Result<ActivityPage, NotFound>> {
    return this.database.transaction(async (tx) => {
      const [profile] = await this.profiles.find(tx, [id]);
      if (profile === undefined) return notFound(tx, this.profiles, id);
      const kept = keptTime(new Date());
      const from = after !== undefined && after > kept.from ? after : kept.from;
      const until = before ?? kept.until;
      const members = [profile.id, ...profile.mergedIds];
      const entries = await this.store.page(tx, members, { ...filter, after: from, before: until }, page);
      return ok({ profileId: profile.id, entries });
    });
  }

  /** Persons and their events since the day began in a time zone. */
  today(timeZone: string): Promise<Today> {
    return this.database.transaction((tx) => this.store.today(tx, timeZone));
  }
}
