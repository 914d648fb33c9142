// What to try first, as commands to be copied.
import { useTranslation } from 'react-i18next';
import { Command } from './command.js';
import classes from './system.module.css';

const WRITE_KEY = `$(node -p "require('./.continuo/run.json').writeKey")`;

export function FirstSteps({ publicUrl }: { readonly publicUrl: string }) {
  const { t } = useTranslation('system');
  const call = [
    `curl ${publicUrl}/v1/track -u "${WRITE_KEY}:" \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '{"anonymousId":"visitor-1","event":"Product Viewed"}'`,
  ].join('\n');
  const steps = [
    [t('steps.status'), 'npx continuo status'],
    [t('steps.send'), call],
    [t('steps.look'), 'npx continuo customers show anonymous=visitor-1'],
    [t('steps.watch'), 'npx continuo events tail'],
    [t('steps.follow'), 'npx continuo journeys list'],
  ] as const;
  return (
    <ol className={classes.steps}>
      {steps.map(([what, command]) => (
        <li key={command}>
          <p>{what}</p>
          <Command label={what}>{command}</Command>
        </li>
      ))}
    </ol>
  );
}
