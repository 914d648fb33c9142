// Texts in the chosen language: one file per page and language, loaded with the page that needs it.
import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The files beside this one: `en/home.json` is the namespace `home`. */
const files = import.meta.glob<Record<string, unknown>>('./{en,de}/*.json', { import: 'default' });

/** Only the choice of a language is kept in a cookie: it says nothing of anybody, and the local store holds the colours alone. */
const COOKIE = 'continuo-language';
const A_YEAR_SECONDS = 31_536_000;

const backend: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = files[`./${language}/${namespace}.json`];
    if (load === undefined) return done(new Error(`no texts ${language}/${namespace}`), false);
    load().then(
      (texts) => done(null, texts),
      (error: unknown) => done(error as Error, false),
    );
  },
};

export const i18n = i18next;

/** Resolves when the texts that every page shows are there. */
export async function startTexts(): Promise<void> {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: chosenLanguage(),
      fallbackLng: 'en',
      supportedLngs: LANGUAGES,
      load: 'languageOnly',
      ns: ['frame', 'design'],
      defaultNS: 'frame',
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      returnNull: false,
      saveMissing: true,
      missingKeyHandler: (_languages, namespace, key) =>
        console.error(`there is no text ${namespace}:${key}`),
      react: { useSuspense: true },
    });
  document.documentElement.lang = i18next.language;
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
}

/** Changes it for all pages, and for the next visit. */
export async function chooseLanguage(language: Language): Promise<void> {
  document.cookie = `${COOKIE}=${language}; Path=/; Max-Age=${A_YEAR_SECONDS}; SameSite=Lax`;
  await i18next.changeLanguage(language);
}

function chosenLanguage(): Language {
  const kept = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(document.cookie)?.[1];
  const wished = [kept, ...navigator.languages].map((each) => each?.slice(0, 2).toLowerCase());
  return LANGUAGES.find((language) => language === wished.find((each) => isLanguage(each))) ?? 'en';
}

function isLanguage(text: string | undefined): text is Language {
  return LANGUAGES.some((language) => language === text);
}
