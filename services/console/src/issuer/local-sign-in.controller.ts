// Signing in at the local issuer: the page that asks who one is, and its answer. It exists only in development.
import { Body, Controller, Get, Header, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PLAIN_PAGE_POLICY } from '../plain-page.js';
import { TOLD_HERE, type AuthorizationCode } from './domain/authorization-request.js';
import { formPairs } from './form-body.js';
import { LocalSignIn } from './local-sign-in.js';
import { localSignInPage, localSignInRefused } from './local-sign-in.view.js';

@ApiExcludeController()
@Controller('issuer/authorize')
@Public('who signs in has no token yet')
export class LocalSignInController {
  constructor(private readonly signIn: LocalSignIn) {}

  @Get()
  @Header('content-security-policy', PLAIN_PAGE_POLICY)
  ask(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const parameters = [...new URLSearchParams(request.url.split('?')[1] ?? '')];
    const checked = this.signIn.check(parameters);
    if (checked.ok) page(reply, 200, localSignInPage(parameters));
    else this.#refuse(reply, parameters, checked.refusal);
  }

  @Post()
  @Header('content-security-policy', PLAIN_PAGE_POLICY)
  answer(@Body() form: unknown, @Res() reply: FastifyReply): void {
    const pairs = formPairs(form);
    const parameters = pairs.filter(([name]) => name !== 'person');
    const given = this.signIn.give(parameters, pairs.find(([name]) => name === 'person')?.[1] ?? '');
    if (given.ok) go(reply, given.value);
    else if (given.refusal.code === 'unknown_person')
      go(reply, this.signIn.refusal(parameters, 'access_denied'));
    else this.#refuse(reply, parameters, { ...given.refusal, code: given.refusal.code });
  }

  #refuse(
    reply: FastifyReply,
    parameters: readonly [string, string][],
    { code, message }: { readonly code: AuthorizationCode; readonly message: string },
  ): void {
    if (TOLD_HERE.includes(code)) page(reply, 400, localSignInRefused(message));
    else go(reply, this.signIn.refusal(parameters, code));
  }
}

function page(reply: FastifyReply, status: number, text: string): void {
  void reply.status(status).type('text/html; charset=utf-8').send(text);
}

function go(reply: FastifyReply, location: string): void {
  void reply.status(303).header('location', location).send();
}
