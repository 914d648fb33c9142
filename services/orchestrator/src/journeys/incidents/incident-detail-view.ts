// One incident, as it is shown.
import { z } from 'zod';
import type { Foreseen } from '../domain/engine/foresee.js';
import type { IncidentDetail } from './incident-details.service.js';

const momentShape = {
  at: z.string(),
  /** The trace of that hop. */
  traceId: z.string().nullable(),
  /** What came in: an event's type, else `timer`, `action`, … */
  input: z.string(),
  eventId: z.string().nullable(),
};
const foreseenSchema = z
  .object({
    /** Why nothing would be done; null when something would. */
    refused: z.string().nullable(),
    enters: z.array(z.string()),
    sends: z.array(
      z.object({
        command: z.string(),
        step: z.string(),
        /** It was sent before under the same id, so it is not done twice. */
        repeats: z.boolean(),
      }),
    ),
    undoes: z.array(z.string()),
    /** The outcome that the journey would end with. */
    ends: z.string().nullable(),
    /** What would stand again at once. */
    stands: z.object({ step: z.string(), code: z.string() }).nullable(),
  })
  .meta({ title: 'ForeseenAction' });
export const detailSchema = z
  .object({
    id: z.uuid(),
    instanceId: z.uuid(),
    profileId: z.uuid(),
    journey: z.string(),
    version: z.int(),
    code: z.string(),
    detail: z.string(),
    step: z.string(),
    of: z.enum(['step', 'undo']),
    attempts: z.int().nullable(),
    since: z.string(),
    state: z.enum(['open', 'resolved']),
    raised: z.object(momentShape).nullable(),
    resolved: z.object({ ...momentShape, how: z.string(), by: z.string().nullable() }).nullable(),
    /** What each action would do now, were no rule for sending in force; null once it is over. */
    actions: z.object({ retry: foreseenSchema, skip: foreseenSchema, cancel: foreseenSchema }).nullable(),
  })
  .meta({ title: 'Incident' });

export function detailShown({ actions, ...detail }: IncidentDetail): z.output<typeof detailSchema> {
  return {
    ...detail,
    actions: actions && {
      retry: foreseenShown(actions.retry),
      skip: foreseenShown(actions.skip),
      cancel: foreseenShown(actions.cancel),
    },
  };
}

function foreseenShown({ enters, sends, undoes, ...foreseen }: Foreseen): z.output<typeof foreseenSchema> {
  return {
    ...foreseen,
    enters: [...enters],
    sends: sends.map((each) => ({ ...each })),
    undoes: [...undoes],
  };
}
