// Plays the part of Twilio's API that changes a call: it connects nobody and says that it did.
import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { Answers, Public } from '@continuo/service-kit';
import { z } from 'zod';

const sid = z.string().regex(/^(AC|CA)[0-9a-f]{32}$/);
const callSchema = z.object({ sid: z.string(), account_sid: z.string(), status: z.string() });

@Controller('twilio')
export class TwilioController {
  @Post('2010-04-01/Accounts/:accountSid/Calls/:callSid.json')
  @HttpCode(200)
  @Public('a played provider on a local system')
  @Answers(200, callSchema)
  update(
    @Param('accountSid', { schema: sid }) accountSid: string,
    @Param('callSid', { schema: sid }) callSid: string,
  ): z.output<typeof callSchema> {
    return { sid: callSid, account_sid: accountSid, status: 'in-progress' };
  }
}
