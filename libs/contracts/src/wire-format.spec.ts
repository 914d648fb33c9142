// The five bytes before every value.
import { expect, it } from '@jest/globals';
import { eventTypeOf, fullNameOf } from './type-names.js';
import { frame, schemaIdOf, unframe } from './wire-format.js';

it('frames as Confluent’s clients do, and back', () => {
  const avro = Buffer.from([2, 97]);
  const framed = frame(0x01020304, avro);
  expect([...framed]).toEqual([0, 1, 2, 3, 4, 2, 97]);
  expect(unframe(framed)).toEqual({ schemaId: 0x01020304, avro });
  expect(schemaIdOf(frame(0xffffffff, avro))).toBe(0xffffffff);
});

it.each([
  ['empty', []],
  ['too short', [0, 0, 0, 1]],
  ['another magic byte', [1, 0, 0, 0, 1, 2]],
  ['JSON', [...Buffer.from('{"a": 1}')]],
])('%s: undecodable', (_what, bytes) => {
  expect(() => unframe(Buffer.from(bytes))).toThrow(
    expect.objectContaining({ code: 'undecodable', retriable: false }),
  );
});

it.each([
  ['continuo.crm.ContactCreated', 'continuo.crm.ContactCreated.v1'],
  ['continuo.crm.ContactCreatedV2', 'continuo.crm.ContactCreated.v2'],
  ['continuo.contact_centre.commands.RouteCallV12', 'continuo.contact_centre.commands.RouteCall.v12'],
])('%s is published as %s', (fullName, type) => {
  expect(eventTypeOf(fullName)).toBe(type);
  expect(fullNameOf(type)).toBe(fullName);
});

it.each(['', 'continuo.crm.ContactCreated', 'com.example.Thing.v1', 'continuo.crm.ContactCreated.v0'])(
  '%p is no type of ours',
  (type) => {
    expect(fullNameOf(type)).toBeUndefined();
  },
);
