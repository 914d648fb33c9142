// Proves from outside what the search of contacts finds, what it never finds, and who may ask.
import { uuidv7 } from 'uuidv7';
import type { RunningCrm } from './running-crm.js';

export function searchTests(running: () => RunningCrm): void {
  const search = (body: object, role: 'agent' | 'integrator' | 'operator' | 'designer' = 'agent') =>
    running().ask('POST', 'contacts:search', role, body);
  const idsOf = ({ body }: { body: Record<string, unknown> }) =>
    (body.items as { contactId: string }[]).map(({ contactId }) => contactId);
  const create = async (body: object): Promise<string> =>
    String((await running().ask('POST', 'contacts', 'agent', body)).body.contactId);

  describe('the search of contacts', () => {
    let lea: string;
    let leo: string;

    beforeAll(async () => {
      lea = await create({
        givenName: 'Léa-Sofie',
        familyName: 'Groß-Sørensen',
        emails: ['lea@search.example'],
        phones: ['+49 30 555 0001'],
        loyaltyNumber: 'S-1',
      });
      leo = await create({ givenName: 'Leopold', familyName: 'Grosstal', loyaltyNumber: '%' });
    });

    it.each([
      ['an address, however it is typed', { email: ' LEA@Search.example' }],
      ['a national number', { phone: '030 5550001' }],
      ['a loyalty number', { loyaltyNumber: 'S-1' }],
      ['the beginning of any of its names', { name: 'soren' }],
      ['several beginnings in any order', { name: 'gross LEA' }],
      ['a name without its accents', { name: 'lea sofie' }],
      ['a name with a typing error', { name: 'sorenssen' }],
    ])('finds by %s', async (_, body) => {
      expect(idsOf(await search(body))[0]).toBe(lea);
    });

    it('puts whoever begins so before whoever only looks so, and goes on by cursor', async () => {
      const first = await search({ name: 'gross', limit: 1 });
      const second = await search({ name: 'gross', limit: 1, cursor: first.body.nextCursor });
      expect(new Set([...idsOf(first), ...idsOf(second)])).toEqual(new Set([lea, leo]));
      expect(idsOf(await search({ name: 'gross', limit: 100 }))).toEqual([...idsOf(first), ...idsOf(second)]);
    });

    it.each([
      ['a part of an address', { email: 'ea@search.example' }],
      ['a wildcard', { name: '%' }],
      ['wildcards for letters', { name: '____' }],
      ['a statement', { name: "x' or '1'='1" }],
      ['another loyalty number', { loyaltyNumber: 'S-%' }],
      ['an unknown number', { phone: '+49305559999' }],
    ])('finds nobody by %s', async (_, body) => {
      const answer = await search(body);
      expect([answer.status, answer.body]).toEqual([200, { items: [] }]);
    });

    it.each([
      ['nothing', {}, 400],
      ['two things', { name: 'a', email: 'a@b.example' }, 400],
      ['10 KB', { name: 'x'.repeat(10_240) }, 400],
      ['half a surrogate pair', { name: '\ud83d' }, 400],
      ['signs only', { name: ' - . ' }, 422],
      ['no address', { email: 'nobody' }, 422],
      ['a made-up cursor', { name: 'a', cursor: 'AAAAAAAAAAAAAAAA' }, 400],
    ])('refuses %s', async (_, body, status) => {
      const answer = await search(body);
      expect([answer.status, typeof answer.body.code]).toEqual([status, 'string']);
    });

    it('is for agents and supervisors alone, and answers others nothing', async () => {
      for (const role of ['integrator', 'operator', 'designer'] as const) {
        const answer = await search({ email: 'lea@search.example' }, role);
        expect([answer.status, answer.body.items]).toEqual([403, undefined]);
      }
      const inAddress = await running().ask('GET', 'contacts?email=lea%40search.example', 'agent');
      expect(inAddress.status).toBe(404);
    });

    it('is written down for everybody it shows', async () => {
      await search({ email: 'lea@search.example', ...{ purpose: `p-${lea}` } });
      const rows = await running().own.query(
        'select target_id, subject from personal_access where purpose = $1',
        [`p-${lea}`],
      );
      expect(rows).toEqual([{ target_id: lea, subject: 'local-agent' }]);
      await search({ email: `${uuidv7()}@search.example`, ...{ purpose: 'nobody-found' } });
      const none = await running().own.query(`select 1 from personal_access where purpose = 'nobody-found'`);
      expect(none).toEqual([]);
    });
  });
}
