// Generated from schemas/ by `npm run generate`: change the sources, not this file.
import type * as collaboration from './collaboration.js';
import type * as cdp from './cdp.js';
import type * as orchestrator from './orchestrator.js';

/** Each CloudEvents type with the value its records carry. */
export interface EventValues {
  'continuo.collaboration.MessageExpired.v1': collaboration.MessageExpired;
  'continuo.collaboration.MessageFailed.v1': collaboration.MessageFailed;
  'continuo.collaboration.MessageRefused.v1': collaboration.MessageRefused;
  'continuo.collaboration.MessageSent.v1': collaboration.MessageSent;
  'continuo.collaboration.commands.SendMessage.v1': collaboration.SendMessage;
  'continuo.cdp.ConsentGranted.v1': cdp.ConsentGranted;
  'continuo.cdp.ConsentWithdrawn.v1': cdp.ConsentWithdrawn;
  'continuo.cdp.CustomerIdentified.v1': cdp.CustomerIdentified;
  'continuo.cdp.ProfileChanged.v1': cdp.ProfileChanged;
  'continuo.cdp.ProfileCreated.v1': cdp.ProfileCreated;
  'continuo.cdp.ProfileErased.v1': cdp.ProfileErased;
  'continuo.cdp.ProfileMerged.v1': cdp.ProfileMerged;
  'continuo.cdp.ProfileSplit.v1': cdp.ProfileSplit;
  'continuo.cdp.TrackReceived.v1': cdp.TrackReceived;
  'continuo.orchestrator.AnswerForwarded.v1': orchestrator.AnswerForwarded;
  'continuo.orchestrator.CommandIssued.v1': orchestrator.CommandIssued;
  'continuo.orchestrator.IncidentRaised.v1': orchestrator.IncidentRaised;
  'continuo.orchestrator.IncidentResolved.v1': orchestrator.IncidentResolved;
  'continuo.orchestrator.InstanceActionRequested.v1': orchestrator.InstanceActionRequested;
  'continuo.orchestrator.InstanceEntryRequested.v1': orchestrator.InstanceEntryRequested;
  'continuo.orchestrator.InstanceMoved.v1': orchestrator.InstanceMoved;
  'continuo.orchestrator.JourneyEnded.v1': orchestrator.JourneyEnded;
  'continuo.orchestrator.JourneyPublished.v1': orchestrator.JourneyPublished;
  'continuo.orchestrator.JourneyStarted.v1': orchestrator.JourneyStarted;
  'continuo.orchestrator.SendHeld.v1': orchestrator.SendHeld;
  'continuo.orchestrator.SendSkipped.v1': orchestrator.SendSkipped;
  'continuo.orchestrator.StepEntered.v1': orchestrator.StepEntered;
  'continuo.orchestrator.StepFailed.v1': orchestrator.StepFailed;
  'continuo.orchestrator.StepLeft.v1': orchestrator.StepLeft;
}

/** Every CloudEvents type of the contract. */
export type EventType = keyof EventValues;
