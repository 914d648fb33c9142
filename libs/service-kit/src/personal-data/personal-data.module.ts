// Everything a service needs to know whose its rows are and to erase them: `imports: [PersonalDataModule]`.
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Erasures } from './erasures.js';
import { ErasureReportController } from './erasure-report.controller.js';
import { PersonalDataConsumer } from './personal-data.consumer.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PersonalData } from './personal-data.js';
import { ProfileFamilies } from './profile-families.js';
import { TransportStores } from './transport.store.js';

/**
 * The registry, and `POST personal-data:count`. Alone it is for the two that don't read the timeline by `@EventPattern`:
 * the orchestrator has a batch handler of its own, the customer data platform writes it.
 */
@Global()
@Module({
  controllers: [PersonalDataController],
  providers: [PersonalData, TransportStores, Erasures],
  exports: [PersonalData, Erasures],
})
export class PersonalStoresModule {
  /** With `GET erasures/{id}`: what an erasure deleted here. */
  static reporting(): DynamicModule {
    return { module: PersonalStoresModule, global: true, controllers: [ErasureReportController] };
  }
}

/**
 * For services that read `cdp.timeline` by `@EventPattern`. Stores are added by their constructors:
 * `constructor(@Inject(PersonalData) personalData: PersonalData) { personalData.add(this) }`.
 */
@Global()
@Module({
  imports: [PersonalStoresModule.reporting()],
  controllers: [PersonalDataConsumer],
  providers: [ProfileFamilies],
  exports: [ProfileFamilies, PersonalStoresModule],
})
export class PersonalDataModule {}
