// Which texts name somebody.
import { namesInTheClear } from './names-in-the-clear.js';

describe('namesInTheClear', () => {
  it.each(['ada@example.org', 'email=ada%40example.org', 'phone=+41790000001', 'phone=0041790000001'])(
    'sees %s',
    (text) => expect(namesInTheClear(text)).toBe(true),
  );
  it.each(['email.h1=q83v', 'crm.contact=c-1', '018f3c1e-7b1a-7c3d-9e2f-0000000000a1'])(
    'lets %s pass',
    (text) => expect(namesInTheClear(text)).toBe(false),
  );
});
