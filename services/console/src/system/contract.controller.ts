// Serves the contract's documents, so that tools find them beside the gateway.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Controller, Get, Header, Inject, NotFoundException, StreamableFile } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@continuo/service-kit';
import type { ConsoleConfig } from '../config.js';
import { CONSOLE_CONFIG } from '../console-config.token.js';

@ApiExcludeController()
@Controller()
@Public('the contract is for everybody who wants to connect')
export class ContractController {
  constructor(@Inject(CONSOLE_CONFIG) private readonly config: ConsoleConfig) {}

  @Get('asyncapi.yaml')
  @Header('content-type', 'application/yaml; charset=utf-8')
  @Header('cross-origin-resource-policy', 'cross-origin')
  asyncApi(): Promise<StreamableFile> {
    return this.#document('asyncapi.yaml');
  }

  @Get('journey.schema.json')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @Header('cross-origin-resource-policy', 'cross-origin')
  journeySchema(): Promise<StreamableFile> {
    return this.#document('journey.schema.json');
  }

  async #document(name: string): Promise<StreamableFile> {
    try {
      return new StreamableFile(await readFile(join(this.config.SCHEMAS_DIR, name)));
    } catch {
      throw new NotFoundException();
    }
  }
}
