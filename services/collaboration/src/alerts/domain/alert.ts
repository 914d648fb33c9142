// An alert to the staff of a place: somebody is here, who takes care of them? One person does.
import { ok, refuse, type Result } from '@continuo/kernel';

export type AlertState = 'open' | 'acknowledged' | 'lapsed';

/** As much of an alert as its rules look at. */
export interface AlertFacts {
  readonly state: AlertState;
  /** Who took it on, and in which role. */
  readonly acknowledgedBy: string | null;
  readonly acknowledgedRole: string | null;
}

export type AcknowledgeRefused = 'alert-taken' | 'alert-lapsed';

const idPattern = /^[\x21-\x7e]{1,200}$/;

/** Whether an id of another service can be kept and shown: visible ASCII, at most 200 characters. */
export function isUsableId(id: string): boolean {
  return idPattern.test(id);
}

/** Whether this changes anything: the same person saying so again does not. Names the role of who was faster. */
export function acknowledge(
  alert: AlertFacts,
  by: string,
): Result<'acknowledged' | 'already-acknowledged', AcknowledgeRefused> {
  switch (alert.state) {
    case 'open':
      return ok('acknowledged');
    case 'lapsed':
      return refuse('alert-lapsed', 'nobody took it on in time', { field: 'alertId', rule: 'open' });
    case 'acknowledged':
      if (alert.acknowledgedBy === by) return ok('already-acknowledged');
      return refuse('alert-taken', `somebody else has taken it on (${alert.acknowledgedRole ?? 'unknown'})`, {
        field: 'alertId',
        rule: `taken-by:${alert.acknowledgedRole ?? 'unknown'}`,
      });
  }
}
