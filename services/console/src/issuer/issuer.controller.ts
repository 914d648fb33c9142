// The local issuer over HTTP: discovery, keys, tokens. It exists only in development.
import { Body, Controller, Get, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { LocalIssuer, Public, type IssuedToken, type TokenRequest } from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { formPairs } from './form-body.js';
import { LocalSignIn, type CodeRequest } from './local-sign-in.js';

/** OAuth's own error shape (RFC 6749, 5.2), which its clients expect instead of problem+json. */
interface OAuthError {
  readonly error: string;
  readonly error_description: string;
}

@ApiExcludeController()
@Controller('issuer')
@Public('an issuer is asked by those who have no token yet')
export class IssuerController {
  constructor(
    private readonly issuer: LocalIssuer,
    private readonly signIn: LocalSignIn,
  ) {}

  @Get('.well-known/openid-configuration')
  discovery() {
    return this.issuer.discovery();
  }

  @Get('jwks')
  keys() {
    return this.issuer.keys();
  }

  @Post('token')
  @HttpCode(200)
  async token(
    @Body() form: unknown,
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<IssuedToken | OAuthError> {
    const request = tokenRequestOf(form, authorization);
    const result =
      request.grantType === 'authorization_code'
        ? await this.signIn.redeem(request)
        : await this.issuer.token(request);
    if (result.ok) return result.value;
    const { code, message } = result.refusal;
    void reply.status(code === 'invalid_client' ? 401 : 400);
    return { error: code, error_description: message };
  }
}

/** The client proves itself by basic authentication or in the form; roles may come several times. */
function tokenRequestOf(form: unknown, authorization: string | undefined): TokenRequest & CodeRequest {
  const pairs = formPairs(form);
  const first = (name: string) => pairs.find(([key]) => key === name)?.[1];
  const basic = /^basic\s+([a-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  const [clientId, clientSecret] =
    basic === undefined
      ? [first('client_id'), first('client_secret')]
      : Buffer.from(basic, 'base64').toString('utf8').split(':', 2).map(decodeOrKeep);
  return {
    grantType: first('grant_type') ?? '',
    clientId,
    clientSecret,
    roles: pairs.filter(([key]) => key === 'role').flatMap(([, value]) => value.split(/[\s,]+/)),
    subject: first('subject'),
    code: first('code'),
    codeVerifier: first('code_verifier'),
    redirectUri: first('redirect_uri'),
  };
}

function decodeOrKeep(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
