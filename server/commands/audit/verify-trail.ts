import { type KeyObject, verify } from 'node:crypto'
import type { ClientBase } from 'pg'
import { bytesOf, openSealed, publicKeyOf, rowHash } from './own-chain.ts'
import { type ReadCheckpoint, readCheckpoints, readKeys, type ReadRow, readRows, readSeals } from './trail-reader.ts'
import type { ReadSeal } from './trail-reader.ts'

/** What the check of one workspace's trail found. */
export interface TrailVerdict {
  readonly rows: number
  readonly unsealed: number
  readonly checkpoints: number
  readonly firstBad: BadRow | null
}

/** The first row that is not as it was sealed; `upTo` is higher where no single row can be told. */
export interface BadRow {
  readonly seq: number
  readonly upTo: number
  readonly why: string
}

/** A checkpoint as a line of the service's log tells of it. */
export interface LoggedCheckpoint {
  readonly number: number
  readonly lastSeq: number
  readonly signature: string
}

interface Progress {
  rows: number
  seals: number
  /** Checkpoints that were held against the rows. */
  checkpoints: number
  lastSeq: number
  hash: Buffer
}

const bad = (seq: number, why: string, upTo = seq): BadRow => ({ seq, upTo: Math.max(seq, upTo), why })
const text = (bytes: Buffer | null) => bytes?.toString('base64') ?? null

/**
 * Recomputes everything from the rows, in one snapshot of the database, so that a running service does not disturb it.
 * `logged` are checkpoints from the log, which the database's owner cannot rewrite.
 */
export async function verifyTrail(
  client: ClientBase,
  given: { workspaceId: string; sealingKey: Buffer; logged: readonly LoggedCheckpoint[] },
): Promise<TrailVerdict> {
  const { workspaceId } = given
  await client.query('begin isolation level repeatable read read only')
  try {
    await client.query(`select set_config('app.workspace', $1, true)`, [workspaceId])
    const keys = new Map<number, KeyObject | null>()
    for (const { number, open, sealed } of await readKeys(client, workspaceId)) {
      keys.set(number, publicKeyOf(openSealed(sealed, given.sealingKey, `audit_keys/${workspaceId}/${number}`), open))
    }
    const checkpoints = await readCheckpoints(client, workspaceId)
    const found = await walk(client, { workspaceId, keys, checkpoints })
    const cutOff = found.firstBad ?? missingOf(given.logged, checkpoints, found.lastSeq)
    return { rows: found.rows, unsealed: found.unsealed, checkpoints: checkpoints.length, firstBad: cutOff }
  } finally {
    await client.query('rollback')
  }
}

interface Book {
  readonly workspaceId: string
  readonly keys: ReadonlyMap<number, KeyObject | null>
  readonly checkpoints: readonly ReadCheckpoint[]
}

async function walk(client: ClientBase, book: Book) {
  const rows = readRows(client, book.workspaceId)
  let row = await rows.next()
  const done: Progress = { rows: 0, seals: 0, checkpoints: 0, lastSeq: 0, hash: Buffer.alloc(32) }
  const end = (firstBad: BadRow | null, unsealed = 0) => ({ ...done, firstBad, unsealed })
  for await (const seal of readSeals(client, book.workspaceId)) {
    if (seal.number !== done.seals + 1) return end(bad(done.lastSeq + 1, 'its seal is gone', seal.seqs[0]))
    const members: ReadRow[] = []
    while (row.done !== true && row.value.seq <= seal.lastSeq) {
      members.push(row.value)
      row = await rows.next()
    }
    const fault = faultOfRows(seal, members, done.hash) ?? faultOfSeal(seal, done, book)
    if (fault !== null) return end(fault)
    const started = done.lastSeq + 1
    done.rows += members.length
    done.seals = seal.number
    done.lastSeq = seal.lastSeq
    done.hash = seal.hashes.subarray(-32)
    const wrong = faultOfCheckpoints(done, started, book)
    if (wrong !== null) return end(wrong)
  }
  const beyond = book.checkpoints[done.checkpoints]
  if (beyond !== undefined) {
    return end(bad(done.lastSeq + 1, `checkpoint ${beyond.number} was made after it and it is gone`, beyond.lastSeq))
  }
  let unsealed = 0
  for (; row.done !== true; row = await rows.next()) unsealed += 1
  return end(null, unsealed)
}

function faultOfRows(seal: ReadSeal, rows: readonly ReadRow[], start: Buffer): BadRow | null {
  let hash = start
  for (const [index, seq] of seal.seqs.entries()) {
    const row = rows[index]
    if (row === undefined || row.seq > seq) return bad(seq, 'it was sealed and is gone')
    if (row.seq < seq) return bad(row.seq, 'it was put in and never sealed')
    hash = rowHash(hash, row.content)
    if (!hash.equals(seal.hashes.subarray(index * 32, index * 32 + 32))) return bad(seq, 'it is not what was sealed')
  }
  const extra = rows[seal.seqs.length]
  return extra === undefined ? null : bad(extra.seq, 'it was put in and never sealed')
}

function faultOfSeal(seal: ReadSeal, before: Progress, book: Book): BadRow | null {
  const first = seal.seqs[0] ?? before.lastSeq + 1
  const { workspaceId } = book
  const { number, rows, lastSeq } = seal
  const isWhole =
    seal.seqs.length > 0 &&
    seal.hashes.length === 32 * seal.seqs.length &&
    rows === before.rows + seal.seqs.length &&
    lastSeq === seal.seqs.at(-1)
  if (!isWhole) return bad(first, `seal ${number} contradicts itself`, lastSeq)
  const key = book.keys.get(seal.key) ?? null
  if (key === null) return bad(first, `seal ${number} is of a key that the sealing key here does not open`, lastSeq)
  const hash = text(seal.hashes.subarray(-32))
  const said = bytesOf({ kind: 'seal', workspaceId, number, rows, lastSeq, hash })
  return verify(null, said, key, seal.signature) ? null : bad(first, `seal ${number} is not signed by our key`, lastSeq)
}

function faultOfCheckpoints(now: Progress, first: number, book: Book): BadRow | null {
  const { checkpoints } = book
  for (let next = checkpoints[now.checkpoints]; next !== undefined; next = checkpoints[now.checkpoints]) {
    if (next.seals > now.seals) return null
    const fault = faultOfCheckpoint(now, next, book)
    if (fault !== null) return bad(first, fault, now.lastSeq)
    now.checkpoints += 1
  }
  return null
}

function faultOfCheckpoint(now: Progress, checkpoint: ReadCheckpoint, book: Book): string | null {
  const { number, at, seals, rows, lastSeq } = checkpoint
  const { workspaceId } = book
  if (number !== now.checkpoints + 1) return `checkpoint ${now.checkpoints + 1} is gone`
  const previous = text(book.checkpoints[now.checkpoints - 1]?.signature ?? null)
  const hash = text(checkpoint.hash)
  const said = bytesOf({ kind: 'checkpoint', workspaceId, number, at, seals, rows, lastSeq, hash, previous })
  const key = book.keys.get(checkpoint.key) ?? null
  if (key === null || !verify(null, said, key, checkpoint.signature)) return `checkpoint ${number} was changed`
  const agrees = seals === now.seals && rows === now.rows && lastSeq === now.lastSeq && hash === text(now.hash)
  return agrees ? null : `checkpoint ${number} tells of other rows`
}

function missingOf(
  logged: readonly LoggedCheckpoint[],
  checkpoints: readonly ReadCheckpoint[],
  lastSeq: number,
): BadRow | null {
  const signatures = new Map(checkpoints.map(({ number, signature }) => [number, text(signature)]))
  const lost = logged.find(({ number, signature }) => signatures.get(number) !== signature)
  if (lost === undefined) return null
  const why = `the log tells of checkpoint ${lost.number} up to row ${lost.lastSeq}, which the database does not know`
  return bad(Math.min(lastSeq + 1, lost.lastSeq), why, lost.lastSeq)
}
