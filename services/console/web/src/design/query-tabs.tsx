// Parts of one page behind tabs; which of them is open stands in the address, and only that one is rendered.
import { Tabs } from '@mantine/core';
import '@mantine/core/styles/Tabs.layer.css';
import type { ReactNode } from 'react';
import { useQueryChoice } from './use-query-state.js';

export interface QueryTab<Name extends string> {
  readonly name: Name;
  readonly label: ReactNode;
  readonly content: () => ReactNode;
}

export interface QueryTabsProps<Name extends string> {
  /** What the tabs are parts of, for who hears the page. */
  readonly label: string;
  /** The first one is open by default. */
  readonly tabs: readonly [QueryTab<Name>, ...QueryTab<Name>[]];
  readonly parameter?: string;
}

export function QueryTabs<Name extends string>({ label, tabs, parameter = 'tab' }: QueryTabsProps<Name>) {
  const names = tabs.map(({ name }) => name);
  const [open, setOpen] = useQueryChoice(parameter, names, tabs[0].name);
  return (
    <Tabs
      value={open}
      onChange={(name) => setOpen(names.find((each) => each === name) ?? tabs[0].name)}
      keepMounted={false}
    >
      <Tabs.List aria-label={label}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.name} value={tab.name}>
            {tab.label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map((tab) => (
        <Tabs.Panel key={tab.name} value={tab.name} pt="md">
          {tab.name === open ? tab.content() : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
