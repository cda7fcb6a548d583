import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ElementType, encodeArray } from './array-parameter.ts'
import { createTestDatabase } from './testing/create-test-database.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
let client: Client
beforeAll(async () => {
  database = await createTestDatabase()
  client = new Client(database.ownerUrl)
  await client.connect()
  await client.query('set timezone = utc')
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

/** What PostgreSQL read, each element as its text. */
async function readBack(type: ElementType, values: readonly unknown[]): Promise<(string | null)[]> {
  const { rows } = await client.query<{ text: string | null }>(
    `select item::text as text from unnest($1::${type}[]) with ordinality as element (item, place) order by place`,
    [encodeArray(type, values)],
  )
  return rows.map((row) => row.text)
}

const cases: readonly (readonly [ElementType, readonly unknown[], readonly (string | null)[]])[] = [
  ['smallint', [0, -1, 32_767, -32_768, null], ['0', '-1', '32767', '-32768', null]],
  ['integer', [0, -7, 2_147_483_647, -2_147_483_648], ['0', '-7', '2147483647', '-2147483648']],
  [
    'bigint',
    [0, -1, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
    ['0', '-1', '4294967296', '-4294967297', '9007199254740991', '-9007199254740991'],
  ],
  [
    'uuid',
    ['019123ab-cdef-7abc-8def-0123456789AB', null, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['019123ab-cdef-7abc-8def-0123456789ab', null, 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ],
  ['text', ['', null, 'null', '{"a",\\}', 'größe 票 🎮'], ['', null, 'null', '{"a",\\}', 'größe 票 🎮']],
  ['jsonb', ['{"b":1,"a":"größe"}', '[]', null], ['{"a": "größe", "b": 1}', '[]', null]],
  ['bytea', [Buffer.from([0, 255, 92]), new Uint8Array(0), null], ['\\x00ff5c', '\\x', null]],
  [
    'timestamptz',
    [new Date('2026-11-20T09:30:00.123Z'), new Date('1969-12-31T23:59:59.999Z'), null],
    ['2026-11-20 09:30:00.123+00', '1969-12-31 23:59:59.999+00', null],
  ],
]

describe('an array parameter', () => {
  it.each(cases)('of %s arrives as it was given', async (type, values, expected) => {
    expect(await readBack(type, values)).toEqual(expected)
  })

  it('may be empty', async () => {
    expect(await readBack('text', [])).toEqual([])
  })

  it.each([
    '',
    '019123ab-cdef-7abc-8def-0123456789',
    '019123ab-cdef-7abc-8def-0123456789abc',
    'g19123ab-cdef-7abc-8def-0123456789ab',
  ])('takes no %j for a uuid', (text) => {
    expect(() => encodeArray('uuid', [text])).toThrow(TypeError)
  })

  it.each([0.5, Number.NaN, 2 ** 53])('takes no %s for a bigint', (number) => {
    expect(() => encodeArray('bigint', [number])).toThrow(RangeError)
  })
})
