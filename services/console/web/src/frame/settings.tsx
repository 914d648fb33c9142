// The switches for language and colours, and who is signed in with the way out.
import { ActionIcon, Button, Menu, useMantineColorScheme } from '@mantine/core';
import IconLanguage from '@tabler/icons-react/icons/IconLanguage';
import IconLogout from '@tabler/icons-react/icons/IconLogout';
import IconSunMoon from '@tabler/icons-react/icons/IconSunMoon';
import IconUserCircle from '@tabler/icons-react/icons/IconUserCircle';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGES, type Language } from '../i18n/i18n.js';
import type { Role } from '../session/roles.js';
import { goToSignIn, signOut, useSession } from '../session/session.js';
import classes from './frame.module.css';

/** Each in its own language. */
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };
const COLOURS = ['auto', 'light', 'dark'] as const;

export function Settings() {
  return (
    <div className={classes.settings}>
      <LanguageSwitch />
      <ColourSwitch />
      <WhoIsSignedIn />
    </div>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation('frame');
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('language')}>
          <IconLanguage size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={i18n.language}
          onChange={(language) => void chooseLanguage(language as Language)}
        >
          {LANGUAGES.map((language) => (
            <Menu.RadioItem key={language} value={language} lang={language} closeMenuOnClick>
              {LANGUAGE_NAMES[language]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function ColourSwitch() {
  const { t } = useTranslation('frame');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('colours.label')}>
          <IconSunMoon size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(each) => setColorScheme(each as (typeof COLOURS)[number])}
        >
          {COLOURS.map((each) => (
            <Menu.RadioItem key={each} value={each} closeMenuOnClick>
              {t(`colours.${each}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function WhoIsSignedIn() {
  const { t } = useTranslation(['frame', 'design']);
  const session = useSession();
  if (!session.signedIn)
    return (
      <Button variant="default" size="xs" onClick={goToSignIn}>
        {t('signIn')}
      </Button>
    );
  const name = session.name ?? session.subject;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('signedInAs', { name })}>
          <IconUserCircle size={22} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {t('signedInAs', { name })}
          <br />
          {session.roles.map((role) => t(`design:role.${role as Role}`, { defaultValue: role })).join(', ')}
        </Menu.Label>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => void signOut()}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
