// Opens and closes cases as journeys ask for it: each command once, answered with what came of it.
import type { crm } from '@continuo/contracts';
import { ignored } from '@continuo/kernel';
import { EventPattern, RecordContext, type IncomingRecord, type RecordAnswer } from '@continuo/messaging';
import { AnsweredCommands, type CommandOutcome } from '@continuo/service-kit';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { caseClosed, caseOpened, caseRefused, type CaseEvent } from './case-events.js';
import { CaseOpeningService } from './case-opening.service.js';
import { CasesService } from './cases.service.js';
import { checkSubject, isCode } from './domain/opening.js';

const topic = 'crm.commands';
/** Nobody waits for an answer about a person who was erased, and nothing may be kept of it. */
const nobody = ignored('profile-erased');

@Controller()
export class CaseCommandsConsumer {
  constructor(
    @Inject(AnsweredCommands) private readonly commands: AnsweredCommands,
    @Inject(CaseOpeningService) private readonly opening: CaseOpeningService,
    @Inject(CasesService) private readonly cases: CasesService,
  ) {}

  @EventPattern('continuo.crm.commands.OpenCase.v1', { topic })
  open(@Payload() command: crm.OpenCase, @Ctx() context: RecordContext): Promise<RecordAnswer> {
    const { caseType, channel = null, productId = null, orderId = null, messageId = null } = command;
    return this.commands.once(context, async ({ profileId }) => {
      const subject = checkSubject({ caseType, channel, productId, orderId, messageId });
      if (!subject.ok) return refusal(profileId, null, subject.refusal.code);
      const by = senderOf(context.record);
      const stored = await this.opening.openByCommand(context.tx, profileId, subject.value, by);
      return stored === undefined ? nobody : { answer: answer(profileId, caseOpened(stored)) };
    });
  }

  @EventPattern('continuo.crm.commands.CloseCase.v1', { topic })
  close(@Payload() command: crm.CloseCase, @Ctx() context: RecordContext): Promise<RecordAnswer> {
    const { caseId, resolution } = command;
    return this.commands.once(context, async ({ profileId }) => {
      if (!isCode(resolution)) return refusal(profileId, caseId, 'case-malformed');
      const asked = { caseId, profileId, resolution };
      const closed = await this.cases.closeByCommand(context.tx, asked, senderOf(context.record));
      if (closed === 'erased') return nobody;
      if (closed.ok) return { answer: answer(profileId, caseClosed(closed.value.now, closed.value.at)) };
      const { code } = closed.refusal;
      // Unknown may only mean that a merge was not heard of here yet: a later attempt is looked at anew.
      return refusal(profileId, caseId, code, { keep: code !== 'case-unknown' });
    });
  }
}

function answer(profileId: string, event: CaseEvent): CommandOutcome['answer'] {
  return { ...event, topic: 'crm.cases', key: profileId };
}

function refusal(
  profileId: string,
  caseId: string | null,
  code: string,
  { keep }: { readonly keep: boolean } = { keep: true },
): CommandOutcome {
  return { answer: answer(profileId, caseRefused(caseId, code, new Date())), keep };
}

/** The service that asked, as the history of a case names it. */
function senderOf({ headers }: IncomingRecord): string {
  return (headers['ce_source'] ?? 'unknown').replace(/^\//, '');
}
