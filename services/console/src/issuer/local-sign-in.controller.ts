// Signing in at the local issuer: the page that asks who one is, and its answer. It exists only in development.
import { Body, Controller, Get, Header, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, PLAIN_PAGE_POLICY, type Language } from '../plain-page.js';
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
    const language = languageOf(request.headers['accept-language']);
    if (checked.ok) page(reply, 200, localSignInPage(parameters, language));
    else this.#refuse(reply, parameters, checked.refusal.code, language);
  }

  @Post()
  @Header('content-security-policy', PLAIN_PAGE_POLICY)
  answer(@Body() form: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const pairs = formPairs(form);
    const parameters = pairs.filter(([name]) => name !== 'person');
    const given = this.signIn.give(parameters, pairs.find(([name]) => name === 'person')?.[1] ?? '');
    if (given.ok) return go(reply, given.value);
    const { code } = given.refusal;
    if (code === 'unknown_person') return go(reply, this.signIn.refusal(parameters, 'access_denied'));
    this.#refuse(reply, parameters, code, languageOf(request.headers['accept-language']));
  }

  #refuse(
    reply: FastifyReply,
    parameters: readonly [string, string][],
    code: AuthorizationCode,
    language: Language,
  ): void {
    if (TOLD_HERE.includes(code)) page(reply, 400, localSignInRefused(code, language));
    else go(reply, this.signIn.refusal(parameters, code));
  }
}

function page(reply: FastifyReply, status: number, text: string): void {
  void reply.status(status).type('text/html; charset=utf-8').send(text);
}

function go(reply: FastifyReply, location: string): void {
  void reply.status(303).header('location', location).send();
}
