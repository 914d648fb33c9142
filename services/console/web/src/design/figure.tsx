// A number one can trust: with its unit, and beside it how it is defined, over which window, from where and how old.
import { ActionIcon, Popover, Text } from '@mantine/core';
import IconInfoCircle from '@tabler/icons-react/icons/IconInfoCircle';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormats, type Formats } from '../i18n/formats.js';
import classes from './figure.module.css';
import { StateBadge } from './state-badge.js';
import type { Tone } from './tones.js';
import { Ago } from './when.js';

/** What stands behind a number. All texts translated. */
export interface About {
  /** How it is counted: one sentence that could be checked. */
  readonly definition: string;
  /** Over which time: `now`, `the last 60 seconds`, `today, Europe/Berlin`. */
  readonly window: string;
  /** Who counted it: a service's path, a metric's name, the broker. */
  readonly source: string;
  /** When it was taken: ISO 8601 or milliseconds since 1970. */
  readonly at?: string | number;
}

export type FigureFormat = 'number' | 'decimal' | 'percent' | 'bytes' | 'duration';

export interface FigureProps {
  readonly label: string;
  /** Undefined while it is not known: a dash is shown, never a zero. */
  readonly value: number | undefined;
  /** `percent` takes a share from 0 to 1, `duration` milliseconds, `bytes` bytes. `number` by default. */
  readonly format?: FigureFormat;
  /** After the number: `events/s`. */
  readonly unit?: string;
  readonly about: About;
  /** A state that the number is in, with its word. */
  readonly state?: { readonly tone: Tone; readonly word: string };
  /** The list that counts the same. */
  readonly to?: string;
  /** Small, below the number: a sparkline, a comparison. */
  readonly children?: ReactNode;
}

export function Figure({ label, value, format = 'number', unit, about, state, to, children }: FigureProps) {
  const formats = useFormats();
  const id = useId();
  const text = value === undefined ? '–' : formatted(formats, format, value);
  const number = (
    <>
      <span className={classes.number}>{text}</span>
      {unit !== undefined && value !== undefined && <span className={classes.unit}> {unit}</span>}
    </>
  );
  return (
    <div className={classes.figure} role="group" aria-labelledby={id} data-figure={label}>
      <div className={classes.head}>
        <span id={id} className={classes.label}>
          {label}
        </span>
        <AboutFigure label={label} about={about} />
      </div>
      <div className={classes.value}>
        {to === undefined ? (
          <span>{number}</span>
        ) : (
          <Link to={to} className={classes.link}>
            {number}
            <span className="co-hidden">, {label}</span>
          </Link>
        )}
        {state !== undefined && <StateBadge tone={state.tone}>{state.word}</StateBadge>}
      </div>
      {children !== undefined && <div className={classes.below}>{children}</div>}
    </div>
  );
}

/** The button that tells what stands behind a number; also for the head of a table's column or a chart. */
export function AboutFigure({ label, about }: { readonly label: string; readonly about: About }) {
  const { t } = useTranslation('design');
  const [opened, setOpened] = useState(false);
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('figure.definition'), about.definition],
    [t('figure.window'), about.window],
    [t('figure.source'), about.source],
    ...(about.at === undefined ? [] : [[t('figure.age'), <Ago key="at" at={about.at} />] as const]),
  ];
  return (
    <Popover
      position="bottom-start"
      shadow="md"
      width={320}
      withinPortal
      trapFocus={false}
      returnFocus
      opened={opened}
      onChange={setOpened}
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={t('figure.about', { label })}
          onClick={() => setOpened((now) => !now)}
          // The focus stays here, where the popover itself does not hear the key.
          onKeyDown={({ key }) => key === 'Escape' && setOpened(false)}
        >
          <IconInfoCircle size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('figure.about', { label })}>
        <dl className={classes.facts}>
          {facts.map(([name, fact]) => (
            <div key={name}>
              <Text component="dt" size="xs" c="dimmed">
                {name}
              </Text>
              <Text component="dd" size="sm">
                {fact}
              </Text>
            </div>
          ))}
        </dl>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Figures side by side, as many as fit. */
export function Figures({ children }: { readonly children: ReactNode }) {
  return <div className={classes.figures}>{children}</div>;
}

function formatted(formats: Formats, format: FigureFormat, value: number): string {
  switch (format) {
    case 'number':
      return formats.number(value);
    case 'decimal':
      return formats.number(value, 1);
    case 'percent':
      return formats.percent(value, 1);
    case 'bytes':
      return formats.bytes(value);
    case 'duration':
      return formats.duration(value);
  }
}
