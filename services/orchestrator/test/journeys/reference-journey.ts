// The reference journeys as scenarios see them: compiled against the contract, one customer, every answer given by name.
import { contract } from '@continuo/contracts';
import { readFileSync } from 'node:fs';
import { contractCatalogue } from '../../src/journeys/definitions/contract-catalogue.js';
import { JourneyUnderTest, planFrom } from '../journey-under-test.js';

/** A journey of `services/orchestrator/journeys`, with nobody in it. */
export function referenceJourney(name: string): JourneyUnderTest {
  const file = new URL(`../../journeys/${name}.yaml`, import.meta.url);
  return new JourneyUnderTest(planFrom(readFileSync(file, 'utf8'), 1, contractCatalogue(contract)));
}

/** The names of the templates that were sent, in order. */
export function sentBy(journey: JourneyUnderTest): readonly unknown[] {
  return journey.commands
    .filter(({ type }) => type === 'continuo.collaboration.commands.SendMessage.v1')
    .map(({ value }) => value['template']);
}
