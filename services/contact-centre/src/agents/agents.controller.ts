// Agents over HTTP: set up, listed, and present.
import {
  Answers,
  Caller,
  checkIfMatch,
  decodeCursor,
  hasRole,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  setETag,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { Body, Controller, Get, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Agent } from './agent.js';
import { AgentsService } from './agents.service.js';
import { PRESENCES } from './domain/presence.js';

/** The subject of the agent's tokens: an opaque id, and no address, since it is on the bus. */
export const agentIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][\w.:|-]{0,127}$/, 'an opaque id without spaces or @');
const skill = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'a word of a-z, 0-9 and hyphens');
const putSchema = z.strictObject({
  displayName: z.string().trim().min(1).max(100),
  skills: z
    .array(skill)
    .max(50)
    .transform((skills) => [...new Set(skills)].sort()),
});
const saidSchema = z.strictObject({ presence: z.enum(PRESENCES) });
const agentSchema = z
  .object({
    agentId: z.string(),
    displayName: z.string(),
    skills: z.array(z.string()),
    presence: z.enum(PRESENCES),
    engagement: z.enum(['none', 'offered', 'talking']),
    freeSince: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    version: z.int(),
  })
  .meta({ title: 'Agent' });

@Controller('agents')
export class AgentsController {
  constructor(@Inject(AgentsService) private readonly agents: AgentsService) {}

  /** Sets an agent up, or changes one (with If-Match). An agent has one offer or one conversation at a time. */
  @Put(':agentId')
  @Roles('supervisor')
  @Answers(200, agentSchema)
  @Refuses([412, 'Somebody changed it meanwhile.'], [428, 'It exists: If-Match is missing.'])
  async put(
    @Param('agentId', { schema: agentIdSchema }) agentId: string,
    @Body({ schema: putSchema }) body: z.output<typeof putSchema>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof agentSchema>> {
    const before = await this.agents.find(agentId);
    if (before.ok) checkIfMatch(request, before.value.version);
    const version = before.ok ? before.value.version : undefined;
    const agent = orThrow(await this.agents.put({ agentId, ...body }, version), { 'version-moved': 412 });
    setETag(reply, agent.version);
    if (!before.ok) void reply.status(201);
    return viewOf(agent);
  }

  /** All agents by id, with the presence that counts now. */
  @Get()
  @Roles('agent', 'supervisor')
  @Answers(200, pageSchema(agentSchema).meta({ title: 'AgentPage' }))
  async list(@Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery) {
    const [after] = cursor === undefined ? [''] : decodeCursor('agents', cursor, z.tuple([z.string()]));
    const found = await this.agents.list(after, limit + 1);
    return pageOf(found, { list: 'agents', limit }, viewOf, ({ agentId }) => [agentId]);
  }

  /** One agent; the ETag is what a change wants. */
  @Get(':agentId')
  @Roles('agent', 'supervisor')
  @Answers(200, agentSchema)
  @Refuses([404, 'No agent has this id.'])
  async show(
    @Param('agentId', { schema: agentIdSchema }) agentId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof agentSchema>> {
    const agent = orThrow(await this.agents.find(agentId), { 'agent-unknown': 404 });
    setETag(reply, agent.version);
    return viewOf(agent);
  }

  /** Says where an agent is; also a sign of life. By the agent, or a supervisor. */
  @Post(':agentId/presence')
  @Roles('agent', 'supervisor')
  @Answers(200, agentSchema)
  @Refuses([403, 'Somebody else is this agent.'], [404, 'No agent has this id.'])
  async say(
    @Param('agentId', { schema: agentIdSchema }) agentId: string,
    @Body({ schema: saidSchema }) { presence }: z.output<typeof saidSchema>,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof agentSchema>> {
    if (caller.subject !== agentId && !hasRole(caller, 'supervisor'))
      throw new Problem(403, 'agent-is-another', 'Only the agent or a supervisor says where an agent is.');
    return viewOf(orThrow(await this.agents.say(agentId, presence), { 'agent-unknown': 404 }));
  }
}

function viewOf(agent: Agent): z.output<typeof agentSchema> {
  return {
    agentId: agent.agentId,
    displayName: agent.displayName,
    skills: [...agent.skills],
    presence: agent.presence,
    engagement: agent.engagement,
    freeSince: agent.freeSince.toISOString(),
    seenAt: agent.seenAt.toISOString(),
    version: agent.version,
  };
}
