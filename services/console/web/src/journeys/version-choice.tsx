// Which version of a journey is looked at, with how many are in each.
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { Definition, JourneyGraph } from './journeys-api.js';
import { allOpen } from './words.js';

/** The version of the address; undefined for the newest. */
export function useVersion(): number | undefined {
  const [parameters] = useSearchParams();
  const version = Number(parameters.get('version'));
  return Number.isInteger(version) && version > 0 ? version : undefined;
}

interface VersionChoiceProps {
  readonly definition: Definition;
  readonly graph: JourneyGraph | undefined;
}

export function VersionChoice({ definition, graph }: VersionChoiceProps) {
  const { t } = useTranslation('journeys');
  const [, setParameters] = useSearchParams();
  const people = new Map(graph?.otherVersions.map(({ version, open }) => [version, allOpen(open)]));
  if (graph !== undefined) people.set(graph.version, allOpen(graph.open));
  const newest = Math.max(...definition.versions);
  const choose = (value: string) =>
    setParameters((now) => {
      for (const gone of ['step', 'people']) now.delete(gone);
      if (Number(value) === newest) now.delete('version');
      else now.set('version', value);
      return now;
    });
  return (
    <NativeSelect
      label={t('versionLabel')}
      value={String(definition.version)}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
      data={[...definition.versions]
        .sort((a, b) => b - a)
        .map((version) => ({
          value: String(version),
          label: t(version === newest ? 'versionNewest' : 'versionWith', {
            version,
            count: people.get(version) ?? 0,
          }),
        }))}
    />
  );
}
