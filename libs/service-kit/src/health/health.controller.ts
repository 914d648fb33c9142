// The two questions a scheduler asks: restart me? send me work?
import { Controller, Get, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../auth/decisions.js';
import { HealthRegistry, type HealthKind, type HealthReport } from './health.registry.js';

@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthRegistry) {}

  /** 503 when a restart would help: a consumer died and does not come back by itself. */
  @Get('live')
  @Public('probes have no identity')
  live(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.#answer('live', reply);
  }

  /** 503 while the database or the broker is unreachable, and while stopping. */
  @Get('ready')
  @Public('probes have no identity')
  ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    return this.#answer('ready', reply);
  }

  async #answer(kind: HealthKind, reply: FastifyReply): Promise<HealthReport> {
    const report = await this.health.report(kind);
    void reply.status(report.status === 'ok' ? 200 : 503).header('cache-control', 'no-store');
    return report;
  }
}
