// Where Prometheus reads a service's metrics.
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../auth/decisions.js';

/** Gives the metrics in Prometheus' text format. */
export interface MetricsSource {
  text(): Promise<string>;
}

/** Prometheus' text format. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export const METRICS_SOURCE = Symbol('metrics source');

@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS_SOURCE) private readonly source: MetricsSource) {}

  @Get()
  @Public('counts only; the network policy says who may scrape')
  @Header('content-type', METRICS_TYPE)
  metrics(): Promise<string> {
    return this.source.text();
  }
}
