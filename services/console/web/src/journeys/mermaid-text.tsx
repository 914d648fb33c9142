// The picture as Mermaid, to be copied into whatever draws it.
import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Answered } from '../design/answered.js';
import { useMermaid } from './journeys-api.js';
import classes from './journeys.module.css';

interface MermaidTextProps {
  readonly journey: string;
  readonly version: number;
  readonly days: number;
}

export function MermaidText({ journey, version, days }: MermaidTextProps) {
  const { t } = useTranslation('journeys');
  const { t: design } = useTranslation('design');
  const query = useMermaid(journey, version, days);
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <Answered query={query} what="Mermaid">
      {(text) => (
        <>
          <Button variant="default" size="xs" onClick={() => clipboard.copy(text)} className={classes.copy}>
            {clipboard.copied ? design('copy.done') : t('mermaid.copy')}
          </Button>
          <pre className={classes.code} tabIndex={0} role="region" aria-label="Mermaid">
            {text}
          </pre>
        </>
      )}
    </Answered>
  );
}
