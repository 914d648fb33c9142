// What a channel that a customer is reached by is called on a page, in the chosen language.
import { useTranslation } from 'react-i18next';

const CHANNELS = ['app', 'device', 'email', 'phone', 'post', 'push', 'sms', 'web', 'whatsapp'] as const;

/** Names each one; one that a deployment added is called what it is called there. */
export function useChannelName(): (channel: string) => string {
  const { t } = useTranslation('events');
  return (channel) => {
    const known = CHANNELS.find((each) => each === channel);
    return known === undefined ? channel : t(`reach.${known}`);
  };
}
