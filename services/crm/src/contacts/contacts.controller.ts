// Contacts over HTTP. Names, addresses and numbers come in bodies only: an address line would end up in logs.
import { Body, Controller, Get, Inject, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  decodeCursor,
  encodeCursor,
  IdempotencyKey,
  Idempotent,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  Refuses,
  Roles,
  setETag,
  type IdempotentCall,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ContactReadingService } from './contact-reading.service.js';
import {
  batchGetSchema,
  changesSchema,
  contactPatchSchema,
  contactSchema,
  contactsSchema,
  foundContactsSchema,
  searchSchema,
  writtenContactSchema,
} from './contact-schemas.js';
import { ContactsService, type ContactChange, type WrittenContact } from './contacts.service.js';

const foundAfter = z.tuple([z.string().regex(/^\d+(\.\d+)?$/), z.uuid()]);
const changedBefore = z.tuple([z.int()]);

@Controller()
export class ContactsController {
  constructor(
    @Inject(ContactsService) private readonly contacts: ContactsService,
    @Inject(ContactReadingService) private readonly reading: ContactReadingService,
  ) {}

  /** Makes a contact. One with the same address or number may exist: it is named, not refused. */
  @Post('contacts')
  @Idempotent()
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(201, writtenContactSchema)
  @Refuses([422, 'An address or number is none, or nothing tells who it is.'])
  async create(
    @Body({ schema: contactPatchSchema }) body: z.output<typeof contactPatchSchema>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const made = await this.contacts.create(body, caller.subject, (tx, contact) => {
      void reply.header('location', `/api/crm/contacts/${contact.contactId}`);
      return call?.complete(tx, 201, shown(contact, reply));
    });
    return shown(orThrow(made), reply);
  }

  /** A contact with everything that is personal of it. Who reads it is written down. */
  @Get('contacts/:contactId')
  @Roles('agent', 'supervisor')
  @Answers(200, contactSchema)
  @Refuses([404, 'No contact has this id.'])
  async show(
    @Param('contactId', { schema: idSchema }) id: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const contact = orThrow(await this.reading.show(id, readerOf(caller, 'contact-show')), {
      'contact-unknown': 404,
    });
    setETag(reply, contact.version);
    return contact;
  }

  /** Changes what is given (JSON merge patch) of the version that If-Match names. */
  @Patch('contacts/:contactId')
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, writtenContactSchema)
  @Refuses(
    [404, 'No contact has this id.'],
    [412, 'Somebody changed it meanwhile.'],
    [422, 'An address or number is none, or nothing would tell who it is.'],
    [428, 'If-Match is missing.'],
  )
  async patch(
    @Param('contactId', { schema: idSchema }) id: string,
    @Body({ schema: contactPatchSchema }) body: z.output<typeof contactPatchSchema>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const seen = (version: number): void => checkIfMatch(request, version);
    const written = await this.contacts.patch(id, body, caller.subject, seen);
    return shown(orThrow(written, { 'contact-unknown': 404 }), reply);
  }

  /** Which fields changed, when and by whom, newest first. The values are not kept. */
  @Get('contacts/:contactId/history')
  @Roles('agent', 'supervisor')
  @Answers(200, changesSchema)
  @Refuses([404, 'No contact has this id.'])
  async history(
    @Param('contactId', { schema: idSchema }) id: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
  ) {
    const list = `contact-history ${id}`;
    const before = cursor === undefined ? undefined : decodeCursor(list, cursor, changedBefore)[0];
    const found = orThrow(await this.contacts.history(id, { before, limit: limit + 1 }), {
      'contact-unknown': 404,
    });
    const view = (each: ContactChange) => ({ ...each, at: each.at.toISOString() });
    return pageOf(found, { list, limit }, view, ({ version }) => [version]);
  }

  /** Contacts by id. Who reads whom, and what for, is written down. */
  @Post('contacts::batchGet')
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, contactsSchema)
  async batchGet(
    @Body({ schema: batchGetSchema }) { ids, purpose }: z.output<typeof batchGetSchema>,
    @Caller() caller: Principal,
  ) {
    return { contacts: [...(await this.reading.batchGet(ids, readerOf(caller, purpose)))] };
  }

  /** Contacts by an address, a number or a loyalty number exactly, or by a name nearly, the nearest first. */
  @Post('contacts::search')
  @Roles('agent', 'supervisor')
  @Answers(200, foundContactsSchema)
  @Refuses([422, 'Nobody can be found by this.'])
  async search(
    @Body({ schema: searchSchema }) body: z.output<typeof searchSchema>,
    @Caller() caller: Principal,
  ) {
    const { cursor, limit, purpose, ...asked } = body;
    const [score, id] =
      cursor === undefined ? [undefined, undefined] : decodeCursor('contact-search', cursor, foundAfter);
    const page = { limit, ...(score !== undefined && id !== undefined && { after: { score, id } }) };
    const found = orThrow(await this.reading.search(asked, page, readerOf(caller, purpose)));
    const { contacts, next } = found;
    return {
      items: [...contacts],
      nextCursor: next && encodeCursor('contact-search', [next.score, next.id]),
    };
  }

  /** The contacts of a person, under whichever of the person's profiles they came. Who reads them is written down. */
  @Get('profiles/:profileId/contacts')
  @Roles('agent', 'supervisor')
  @Answers(200, contactsSchema)
  async ofProfile(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Caller() caller: Principal,
  ): Promise<z.output<typeof contactsSchema>> {
    const contacts = await this.reading.ofProfile(profileId, readerOf(caller, 'profile-contacts'));
    return {
      contacts: contacts.map((each) => ({ ...each, emails: [...each.emails], phones: [...each.phones] })),
    };
  }
}

function readerOf({ subject, clientId }: Principal, purpose: string) {
  return { subject, client: clientId, purpose };
}

function shown(written: WrittenContact, reply: FastifyReply) {
  setETag(reply, written.version);
  return { ...written, updatedAt: written.updatedAt.toISOString() };
}
