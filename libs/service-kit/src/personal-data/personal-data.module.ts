// Everything a service needs to know whose its rows are and to erase them: `imports: [PersonalDataModule]`.
import { Global, Module } from '@nestjs/common';
import { Erasures } from './erasures.js';
import { PersonalDataConsumer } from './personal-data.consumer.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PersonalData } from './personal-data.js';
import { ProfileFamilies } from './profile-families.js';

/**
 * For services that read `cdp.timeline` by `@EventPattern`. Stores are added by their constructors:
 * `constructor(@Inject(PersonalData) personalData: PersonalData) { personalData.add(this) }`.
 */
@Global()
@Module({
  controllers: [PersonalDataConsumer, PersonalDataController],
  providers: [PersonalData, ProfileFamilies, Erasures],
  exports: [PersonalData, ProfileFamilies, Erasures],
})
export class PersonalDataModule {}
