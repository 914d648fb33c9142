// Plays the collaboration service: "sends" messages by writing them down, and answers the command.
import type { collaboration } from '@continuo/contracts';
import { ignored, type Ignored } from '@continuo/kernel';
import { RecordContext, type OutgoingEvent } from '@continuo/messaging';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { uuidv7 } from 'uuidv7';
import { answerTo } from './domain/answer.js';
import { MessagesStore } from './messages.store.js';

const sendMessage = 'continuo.collaboration.commands.SendMessage.v1';

@Controller()
export class MessagesConsumer {
  constructor(private readonly store: MessagesStore) {}

  @EventPattern<string>(sendMessage, { topic: 'collaboration.commands' })
  async send(
    @Payload() command: collaboration.SendMessage,
    @Ctx() { record, scope, tx }: RecordContext,
  ): Promise<OutgoingEvent | Ignored> {
    const { commandid: commandId } = record.headers;
    const { profileId } = record;
    if (commandId === undefined || profileId === undefined) return ignored('not-a-command');
    const before = await this.store.answered(tx, commandId);
    const answer = before ?? answerTo(command, uuidv7(), scope.now.getTime());
    if (before === undefined) await this.store.remember(tx, commandId, profileId, answer);
    return { ...answer, topic: 'collaboration.deliveries', key: profileId, profileId, commandId };
  }
}
