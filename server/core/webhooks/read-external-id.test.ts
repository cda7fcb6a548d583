import { expect, it } from 'vitest'
import { readExternalId } from './read-external-id.ts'

it.each([
  [200, '{"answer":"accept","externalId":"A-1"}', 'A-1'],
  [202, '{"externalId":17}', '17'],
  [200, '{"externalId":" A\\u0000-1 "}', 'A -1'],
  [200, '{"externalId":""}', null],
  [200, '{"externalId":1.5}', null],
  [200, `{"externalId":"${'x'.repeat(201)}"}`, null],
  [200, '{"externalId":{"id":1}}', null],
  [200, 'accepted', null],
  [200, '', null],
  [500, '{"externalId":"A-1"}', null],
])('of %i %s the receiver’s own id is %j', (status, bodyText, expected) => {
  expect(readExternalId({ status, bodyText, bodyIsTruncated: false })).toBe(expected)
  expect(readExternalId({ status, bodyText, bodyIsTruncated: true })).toBeNull()
})
