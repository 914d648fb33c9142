// What a session is: the tokens of one sign-in, held by the browser where only this gateway can read them.
import { ROLES } from '@continuo/service-kit';
import { z } from 'zod';

/** Sealed into the session's cookie. Times are seconds since 1970, as in tokens. */
export const sessionSchema = z.object({
  subject: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** For the page's head, when the issuer tells it. */
  name: z.string().optional(),
  accessToken: z.string(),
  accessTokenUntil: z.number(),
  /** From then on it is renewed, while the old one still does. */
  renewFrom: z.number(),
  refreshToken: z.string().optional(),
  /** Only for an issuer that wants to be shown it at the end. */
  idToken: z.string().optional(),
  csrfToken: z.string(),
  /** Its absolute end. */
  until: z.number(),
});
export type Session = z.output<typeof sessionSchema>;

/** A sign-in that has been sent to the issuer and is not back yet; sealed into a cookie of its own. */
export const pendingSignInSchema = z.object({
  state: z.string(),
  nonce: z.string().optional(),
  codeVerifier: z.string(),
  returnTo: z.string(),
});
export type PendingSignIn = z.output<typeof pendingSignInSchema>;

/** What the page is told of its session; no token is in it. */
export const sessionAnswerSchema = z.discriminatedUnion('signedIn', [
  z.object({
    signedIn: z.literal(true),
    subject: z.string(),
    name: z.string().optional().meta({ description: 'As the issuer tells it.' }),
    roles: z.array(z.enum(ROLES)),
    expiresAt: z.iso.datetime().meta({ description: 'Then the person must sign in anew.' }),
    csrfToken: z.string().meta({ description: 'For the header x-csrf-token of every change.' }),
  }),
  z.object({ signedIn: z.literal(false) }),
]);
export type SessionAnswer = z.output<typeof sessionAnswerSchema>;
