// Proves from outside that commands are done once and answered under the profile that they speak of.
import { uuidv7 } from 'uuidv7';
import type { RunningCrm } from './running-crm.js';

const OPEN = 'continuo.crm.commands.OpenCase.v1';
const CLOSE = 'continuo.crm.commands.CloseCase.v1';

export function commandsTests(running: () => RunningCrm): void {
  const question = {
    caseType: 'product-question',
    channel: 'whatsapp',
    productId: 'sku-9',
    orderId: null,
    messageId: uuidv7(),
  };
  const casesOf = async (profileId: string) =>
    (await running().ask('GET', `profiles/${profileId}/cases`, 'integrator')).body.items as Record<
      string,
      unknown
    >[];
  const merge = (loserId: string, survivorId: string) =>
    running().tell(survivorId, 'continuo.cdp.ProfileMerged.v1', {
      mergeId: uuidv7(),
      loserId,
      survivorId,
      linkedBy: 'email',
      mergedAt: Date.now(),
    });

  describe('commands', () => {
    it('open a case and close it, each answered under its profile', async () => {
      const profileId = uuidv7();
      const opened = await running().answerTo(await running().command(profileId, OPEN, question));
      expect(opened).toMatchObject({ key: profileId, type: 'continuo.crm.CaseOpened.v1', value: question });
      expect(opened.headers.ce_profileid).toBe(profileId);
      const caseId = String(opened.value.caseId);
      const closing = await running().command(profileId, CLOSE, { caseId, resolution: 'answered' });
      expect((await running().answerTo(closing)).value).toMatchObject({
        caseId,
        resolution: 'answered',
        productId: 'sku-9',
      });
      expect(await casesOf(profileId)).toMatchObject([
        { caseId, state: 'closed', closedBy: 'orchestrator', openedBy: 'orchestrator' },
      ]);
    });

    it('that come again are answered again and not done again', async () => {
      const profileId = uuidv7();
      const commandId = await running().command(profileId, OPEN, question);
      const first = await running().answerTo(commandId);
      await running().command(profileId, OPEN, question, commandId);
      const second = await running().answerTo(commandId, 2);
      expect(second.value).toEqual(first.value);
      expect(await casesOf(profileId)).toHaveLength(1);
    });

    it('are refused by name: a closed case, one of somebody else, none at all', async () => {
      const profileId = uuidv7();
      const opened = await running().answerTo(await running().command(profileId, OPEN, question));
      const caseId = String(opened.value.caseId);
      const close = async (by: string, value: object) => {
        const { type, value: answer } = await running().answerTo(await running().command(by, CLOSE, value));
        return [type.split('.')[2], answer.code ?? answer.resolution];
      };
      expect(await close(uuidv7(), { caseId, resolution: 'x' })).toEqual(['CaseRefused', 'case-unknown']);
      expect(await close(profileId, { caseId: uuidv7(), resolution: 'x' })).toEqual([
        'CaseRefused',
        'case-unknown',
      ]);
      expect(await close(profileId, { caseId, resolution: 'No code' })).toEqual([
        'CaseRefused',
        'case-malformed',
      ]);
      expect(await close(profileId, { caseId, resolution: 'done' })).toEqual(['CaseClosed', 'done']);
      expect(await close(profileId, { caseId, resolution: 'done' })).toEqual([
        'CaseRefused',
        'already-closed',
      ]);
      const malformed = await running().command(profileId, OPEN, { ...question, productId: 'a\u0000b' });
      expect((await running().answerTo(malformed)).value.code).toBe('case-malformed');
    });

    it('of the survivor close a case of the loser, once the merge is known', async () => {
      const [loser, survivor] = [uuidv7(), uuidv7()];
      const opened = await running().answerTo(await running().command(loser, OPEN, question));
      const close = { caseId: String(opened.value.caseId), resolution: 'done' };
      const commandId = await running().command(survivor, CLOSE, close);
      expect((await running().answerTo(commandId)).value.code).toBe('case-unknown');
      await merge(loser, survivor);
      await running().settled();
      await running().command(survivor, CLOSE, close, commandId);
      expect(await running().answerTo(commandId, 2)).toMatchObject({
        key: survivor,
        type: 'continuo.crm.CaseClosed.v1',
      });
    });
  });
}
