import { sign, verify, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { chainHash, type ChainRow, chainStart, sealText } from './chain.ts'
import { type ChainPlace, walkSeal } from './walk-seal.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const key = { verifies: (text: Uint8Array, signature: Uint8Array) => verify(null, text, publicKey, signature) }
const workspaceId = '019a9c3e-54a0-7c11-9d2f-0a4b7f1c2e33'
const start: ChainPlace = { number: 0, rows: 0, lastSeq: 0, hash: Buffer.from(chainStart) }

const rowOf = (seq: number, data: unknown): ChainRow => ({
  workspaceId,
  seq,
  id: workspaceId,
  recordedOn: '2026-11-20',
  type: 'order.saved',
  schemaVersion: 1,
  at: 1_790_000_000_000 + seq,
  ticketId: null,
  subjectKind: 'order',
  subjectId: workspaceId,
  subjectSeq: 1,
  actor: { kind: 'system', id: workspaceId },
  cause: null,
  data,
  origin: null,
})

/** Rows with holes between their numbers, as other workspaces leave them. */
const anyRows = fc
  .array(fc.record({ step: fc.integer({ min: 1, max: 3 }), data: fc.jsonValue() }), { minLength: 1, maxLength: 30 })
  .map((parts) => {
    let seq = 0
    return parts.map(({ step, data }) => rowOf((seq += step), data))
  })

function sealOf(rows: readonly ChainRow[]) {
  let hash = start.hash
  const hashes = rows.map((row) => (hash = chainHash(hash, row)))
  const lastSeq = rows.at(-1)?.seq ?? 0
  const facts = { number: 1, rows: rows.length, lastSeq, hash }
  const signature = sign(null, sealText({ ...facts, workspaceId }), privateKey)
  return { ...facts, seqs: rows.map(({ seq }) => seq), hashes: Buffer.concat(hashes), keyNumber: 1, signature }
}
const walk = (seal: ReturnType<typeof sealOf>, rows: readonly ChainRow[]) =>
  walkSeal(start, seal, { workspaceId, rows, key })

describe('a sealed stretch', () => {
  it('is good as it is', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expect(walk(sealOf(rows), rows)).toMatchObject({ rows: rows.length })
      }),
    )
  })

  it('names the very row that was changed', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), fc.jsonValue(), (rows, pick, data) => {
        const at = pick % rows.length
        fc.pre(canonicalJson(rows[at]?.data) !== canonicalJson(data))
        const changed = rows.map((row, index) => (index === at ? { ...row, data } : row))
        expect(walk(sealOf(rows), changed)).toMatchObject({ reason: 'row_changed', seq: rows[at]?.seq })
      }),
    )
  })

  it('names the very row that is gone', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, pick) => {
        const at = pick % rows.length
        const left = rows.filter((_row, index) => index !== at)
        expect(walk(sealOf(rows), left)).toMatchObject({ reason: 'row_missing', seq: rows[at]?.seq })
      }),
    )
  })

  it('names the very row that was put in', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, pick) => {
        const at = pick % rows.length
        const left = rows.filter((_row, index) => index !== at)
        fc.pre(at < rows.length - 1)
        expect(walk(sealOf(left), rows)).toMatchObject({ reason: 'row_inserted', seq: rows[at]?.seq })
      }),
    )
  })

  it('is not good when its hashes were written anew without the key', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), (rows, pick) => {
        const forged = rows.map((row, index) => (index === pick % rows.length ? { ...row, type: 'forged' } : row))
        const seal = { ...sealOf(forged), signature: sealOf(rows).signature }
        expect(walk(seal, forged)).toMatchObject({ reason: 'seal_changed', seq: rows[0]?.seq })
      }),
    )
  })
})

describe('canonical JSON', () => {
  it('is the same whatever the order of the members, and says the same', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed())
        expect(canonicalJson(turned)).toBe(canonicalJson(value))
        expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))
      }),
    )
  })

  it('sorts by UTF-16 units and writes numbers as RFC 8785 has it', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ud83d\ude00': 3, '1': 4, '\u0080': 5, '\u00f6': 6, '\ufb33': 7 }
    expect(Object.keys(JSON.parse(canonicalJson(value)) as object)).toHaveLength(7)
    expect(canonicalJson(value)).toBe('{"\\r":2,"1":4,"\u0080":5,"\u00f6":6,"\u20ac":1,"\ud83d\ude00":3,"\ufb33":7}')
    expect(canonicalJson([1e21, 0.000001, 1e-7, -0, 4.5])).toBe('[1e+21,0.000001,1e-7,0,4.5]')
  })
})
