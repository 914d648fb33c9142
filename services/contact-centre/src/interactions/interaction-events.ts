// The events of an interaction, each naming its customer: by profile once it is known, by hashed number before.
import type { contactCentre } from '@continuo/contracts';
import type { IdentifierHasher, OutgoingEvent } from '@continuo/messaging';
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { Interaction } from './interaction.js';

type About = Pick<Interaction, 'interactionId' | 'number' | 'anonymousId' | 'profileId'>;

@Injectable()
export class InteractionEvents {
  constructor(@Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher) {}

  started(about: About, value: Omit<contactCentre.InteractionStarted, 'interactionId'>): OutgoingEvent {
    return this.#event('InteractionStarted', about, value);
  }

  offered(about: About, value: Omit<contactCentre.InteractionOffered, 'interactionId'>): OutgoingEvent {
    return this.#event('InteractionOffered', about, value);
  }

  offerEnded(about: About, value: Omit<contactCentre.OfferEnded, 'interactionId'>): OutgoingEvent {
    return this.#event('OfferEnded', about, value);
  }

  accepted(about: About, value: Omit<contactCentre.InteractionAccepted, 'interactionId'>): OutgoingEvent {
    return this.#event('InteractionAccepted', about, value);
  }

  ended(about: About, value: Omit<contactCentre.InteractionEnded, 'interactionId'>): OutgoingEvent {
    return this.#event('InteractionEnded', about, value);
  }

  #event(name: string, about: About, value: object): OutgoingEvent {
    const { interactionId, profileId } = about;
    return {
      type: `continuo.contact_centre.${name}.v1`,
      key: interactionId,
      value: { interactionId, ...value },
      ...(profileId === null ? { customer: this.#customer(about) } : { profileId }),
    };
  }

  /**
   * A withheld number, or one that cannot be a number, names nobody. The timeline takes only events about somebody, so
   * the call gets a random id of the kind `anonymous`: a profile of this one call, which nothing else will ever name.
   */
  #customer({ number, anonymousId }: About) {
    const hashed = number === null ? [] : this.hasher.identifiers('phone', number);
    return hashed.length > 0 ? hashed : [{ kind: 'anonymous', value: anonymousId }];
  }
}
