// Cases over HTTP: opened, closed, reopened, assigned, and what was done about them added.
import { Body, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  IdempotencyKey,
  Idempotent,
  idSchema,
  orThrow,
  Refuses,
  Roles,
  setETag,
  type IdempotentCall,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { CaseOpeningService } from './case-opening.service.js';
import {
  addedSchema,
  addingSchema,
  assigningSchema,
  caseSchema,
  closingSchema,
  openingSchema,
} from './case-schemas.js';
import { caseView, type NewActivity, type StoredCase } from './case-view.js';
import { CasesService, type CaseActor } from './cases.service.js';

const statuses = { 'case-unknown': 404, 'case-closed': 409, 'case-open': 409 } as const;

@Controller()
export class CasesController {
  constructor(
    @Inject(CasesService) private readonly cases: CasesService,
    @Inject(CaseOpeningService) private readonly opening: CaseOpeningService,
  ) {}

  /** Opens a case for a contact or a profile. */
  @Post('cases')
  @Idempotent()
  @Roles('agent', 'supervisor')
  @Answers(201, caseSchema)
  @Refuses([404, 'No contact has this id.'], [410, 'The person was erased.'])
  async open(
    @Body({ schema: openingSchema }) body: z.output<typeof openingSchema>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { contactId, profileId, text, caseType } = body;
    const { channel = null, productId = null, orderId = null, messageId = null } = body;
    const subject = { caseType, channel, productId, orderId, messageId };
    const said = { text, by: caller.subject };
    const opened = await this.opening.open({ contactId, profileId }, subject, said, (tx, stored) => {
      void reply.header('location', `/api/crm/cases/${stored.id}`);
      return call?.complete(tx, 201, shown(stored, reply));
    });
    return shown(orThrow(opened, { 'contact-unknown': 404, 'profile-erased': 410 }), reply);
  }

  /** Adds what an agent did or learnt. The text stays here. */
  @Post('cases/:caseId/activities')
  @Idempotent()
  @Roles('agent', 'supervisor')
  @Answers(201, addedSchema)
  @Refuses([404, 'No case has this id.'])
  async add(
    @Param('caseId', { schema: idSchema }) id: string,
    @Body({ schema: addingSchema }) body: z.output<typeof addingSchema>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
  ) {
    const added = await this.cases.addActivity(id, body, caller.subject, (tx, activity) =>
      call?.complete(tx, 201, addedView(activity)),
    );
    return addedView(orThrow(added, statuses));
  }

  /** Closes a case. Of two at once one wins; the same again by the same caller is answered as before. */
  @Post('cases/:caseId::close')
  @Roles('agent', 'supervisor')
  @Answers(200, caseSchema)
  @Refuses(
    [404, 'No case has this id.'],
    [409, 'It is closed already.'],
    [412, 'If-Match was sent, and the case has changed since.'],
  )
  async close(
    @Param('caseId', { schema: idSchema }) id: string,
    @Body({ schema: closingSchema }) body: z.output<typeof closingSchema>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(orThrow(await this.cases.close(id, body, actorOf(caller, request)), statuses), reply);
  }

  /** Takes a closed case up again. */
  @Post('cases/:caseId::reopen')
  @Roles('agent', 'supervisor')
  @Answers(200, caseSchema)
  @Refuses(
    [404, 'No case has this id.'],
    [409, 'It is open.'],
    [412, 'If-Match was sent, and the case has changed since.'],
  )
  async reopen(
    @Param('caseId', { schema: idSchema }) id: string,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(orThrow(await this.cases.reopen(id, actorOf(caller, request)), statuses), reply);
  }

  /** Gives an open case to an agent, or with null to nobody, as the version that If-Match names. */
  @Post('cases/:caseId::assign')
  @Roles('agent', 'supervisor')
  @Answers(200, caseSchema)
  @Refuses(
    [404, 'No case has this id.'],
    [409, 'It is closed.'],
    [412, 'Somebody changed it meanwhile.'],
    [428, 'If-Match is missing.'],
  )
  async assign(
    @Param('caseId', { schema: idSchema }) id: string,
    @Body({ schema: assigningSchema }) body: z.output<typeof assigningSchema>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const actor = { by: caller.subject, seen: (version: number) => checkIfMatch(request, version) };
    return shown(orThrow(await this.cases.assign(id, body.agentId, actor), statuses), reply);
  }
}

/** Where the state decides between two, the version is looked at only when the caller asks for it. */
function actorOf({ subject }: Principal, request: FastifyRequest): CaseActor {
  const asks = request.headers['if-match'] !== undefined;
  return { by: subject, seen: (version) => asks && checkIfMatch(request, version) };
}

/** Without its text: the caller has it, and the answer is kept for the call's repetition. */
function addedView({ id: activityId, activityType, happenedAt }: NewActivity) {
  return { activityId, activityType, happenedAt: happenedAt.toISOString() };
}

function shown(stored: StoredCase, reply: FastifyReply) {
  setETag(reply, stored.version);
  return caseView(stored);
}
