// Any JSON as a tree of native disclosures, that opens by keyboard, can be searched by the browser and copied whole.
import { Button, Group } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import classes from './json-tree.module.css';

export interface JsonTreeProps {
  readonly value: unknown;
  /** What it is, for who hears the page. */
  readonly label: string;
  /** How many levels are open at first. */
  readonly open?: number;
}

export function JsonTree({ value, label, open = 2 }: JsonTreeProps) {
  const { t } = useTranslation('design');
  const clipboard = useClipboard({ timeout: 2_000 });
  return (
    <div className={classes.tree} role="group" aria-label={label}>
      <Group justify="flex-end">
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => clipboard.copy(JSON.stringify(value, null, 2))}
        >
          {clipboard.copied ? t('copy.done') : t('copy.json')}
        </Button>
      </Group>
      <Node name={undefined} value={value} open={open} />
    </div>
  );
}

interface NodeProps {
  readonly name: string | undefined;
  readonly value: unknown;
  readonly open: number;
}

function Node({ name, value, open }: NodeProps) {
  const key = name !== undefined && <span className={classes.key}>{name}: </span>;
  if (typeof value !== 'object' || value === null)
    return (
      <div className={classes.leaf}>
        {key}
        <span className={classes.value} data-type={value === null ? 'null' : typeof value}>
          {typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'undefined')}
        </span>
      </div>
    );
  const entries = Object.entries(value);
  const [before, after] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0)
    return (
      <div className={classes.leaf}>
        {key}
        {before}
        {after}
      </div>
    );
  return (
    <details open={open > 0} className={classes.branch}>
      <summary>
        {key}
        {before}
        <span className={classes.count}>{entries.length}</span>
        {after}
      </summary>
      {entries.map(([each, inner]) => (
        <Node key={each} name={each} value={inner} open={open - 1} />
      ))}
    </details>
  );
}
