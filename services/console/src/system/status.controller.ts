// What runs and what does not, for pages and for whoever watches from outside.
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@continuo/service-kit';
import { ServiceStatus, type StatusOf } from './service-status.js';

@ApiExcludeController()
@Controller()
@Public('it shows states, nothing of a customer')
export class StatusController {
  constructor(@Inject(ServiceStatus) private readonly status: ServiceStatus) {}

  @Get('status.json')
  services(): Promise<readonly StatusOf[]> {
    return this.status.all();
  }
}
