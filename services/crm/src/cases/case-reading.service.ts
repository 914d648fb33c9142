// Shows cases: lists without words to all who may, the words of one case only with a note of who read them.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { AccessStore, type Reader } from '../access/access.store.js';
import { ActivitiesStore } from './activities.store.js';
import { activityView, caseView, type ActivityView, type CaseView } from './case-view.js';
import { CasesStore, type CaseFilter } from './cases.store.js';

/** A place in the history of a case. */
export interface ActivityPlace {
  readonly happenedAt: string;
  readonly id: string;
}

export interface ActivityPage {
  readonly activities: readonly ActivityView[];
  /** Behind the last one shown, when there are more. */
  readonly next?: ActivityPlace;
}

export interface CasePage {
  readonly cases: readonly CaseView[];
  readonly next?: string;
}

/** As a caller filters: a profile stands for the whole person. */
export interface AskedCases extends Omit<CaseFilter, 'profileIds'> {
  readonly profileId?: string;
}

const caseUnknown = refuse('case-unknown', 'no case has this id', { field: 'caseId' });

@Injectable()
export class CaseReadingService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(CasesStore) private readonly store: CasesStore,
    @Inject(ActivitiesStore) private readonly activities: ActivitiesStore,
    @Inject(AccessStore) private readonly access: AccessStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
  ) {}

  async list(
    { profileId, ...filter }: AskedCases,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<CasePage> {
    return this.database.transaction(async (tx) => {
      const profileIds = profileId && (await this.families.membersOf(tx, profileId));
      const asked = { ...filter, ...(profileIds && { profileIds }) };
      const found = await this.store.list(tx, asked, { ...page, limit: page.limit + 1 });
      const cases = found.slice(0, page.limit).map(caseView);
      const last = cases.at(-1);
      return { cases, ...(found.length > page.limit && last !== undefined && { next: last.caseId }) };
    });
  }

  /** A case with the newest part of its history. */
  async show(
    id: string,
    limit: number,
    reader: Reader,
  ): Promise<Result<CaseView & ActivityPage, 'case-unknown'>> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.find(tx, id);
      if (found === undefined) return caseUnknown;
      return ok({ ...caseView(found), ...(await this.historyOf(tx, id, { limit }, reader)) });
    });
  }

  async history(
    id: string,
    page: { readonly before?: ActivityPlace; readonly limit: number },
    reader: Reader,
  ): Promise<Result<ActivityPage, 'case-unknown'>> {
    return this.database.transaction(async (tx) => {
      if ((await this.store.find(tx, id)) === undefined) return caseUnknown;
      return ok(await this.historyOf(tx, id, page, reader));
    });
  }

  private async historyOf(
    tx: Transaction,
    id: string,
    page: { readonly before?: ActivityPlace; readonly limit: number },
    reader: Reader,
  ): Promise<ActivityPage> {
    await this.access.record(tx, reader, { kind: 'case', ids: [id] });
    const found = await this.activities.list(tx, id, { ...page, limit: page.limit + 1 });
    const activities = found.slice(0, page.limit).map(activityView);
    const last = activities.at(-1);
    const more = found.length > page.limit && last !== undefined;
    return { activities, ...(more && { next: { happenedAt: last.happenedAt, id: last.activityId } }) };
  }
}
