// The record of who read what is personal.
import { Global, Module } from '@nestjs/common';
import { AccessStore } from './access.store.js';

@Global()
@Module({ providers: [AccessStore], exports: [AccessStore] })
export class AccessModule {}
