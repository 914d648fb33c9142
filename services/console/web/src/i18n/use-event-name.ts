// What an event is called on a page, in the chosen language.
import { useTranslation } from 'react-i18next';
import { COMMANDS, eventName, spokenName } from './event-kinds.js';

/** `Order ready for pick-up` of `continuo.operations.OrderReady.v1`. */
export function useEventName(type: string): string {
  const { t } = useTranslation('events');
  const name = eventName(type);
  return name === undefined ? spokenName(type) : t(`event.${name}`);
}

/** `a message to be sent` of `collaboration.SendMessage`. */
export function useCommandName(command: string): string {
  const { t } = useTranslation('events');
  const known = COMMANDS.find((each) => command.endsWith(`.${each}`));
  return known === undefined ? command : t(`command.${known}`);
}

const MEANINGS = ['done', 'failed', 'refused'] as const;

/** `done` of an answer's meaning, in the chosen language; anything else as it is. */
export function useMeaningName(): (meaning: string) => string {
  const { t } = useTranslation('events');
  return (meaning) => {
    const known = MEANINGS.find((each) => each === meaning);
    return known === undefined ? meaning : t(`meaning.${known}`);
  };
}
