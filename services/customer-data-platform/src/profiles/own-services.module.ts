// The system's own services, by the names that are their clients': they look customers up with every event, and show it to nobody.
import { Global, Module, type DynamicModule } from '@nestjs/common';

export const OWN_SERVICES = Symbol('own services');

@Global()
@Module({})
export class OwnServicesModule {
  static named(names: readonly string[]): DynamicModule {
    return {
      module: OwnServicesModule,
      providers: [{ provide: OWN_SERVICES, useValue: new Set(names) }],
      exports: [OWN_SERVICES],
    };
  }
}
