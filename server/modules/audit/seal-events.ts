import type { Context, Tx } from '../../platform/context.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { memoryKey } from '../../platform/memory.ts'
import { requirePermission } from '../access/index.ts'
import { feedOf } from '../events/index.ts'
import { signingKey } from './audit-key.ts'
import { insertSeal } from './audit-store.ts'
import { findChainRows, findSealedTo, type SealedTo } from './audit-view.ts'
import { chainHash, type ChainRow, chainStart, sealText } from './chain.ts'

/** Rows in one seal at most. */
const sealRows = 1_000
/** A few milliseconds: who writes to whom meanwhile does not wait for a whole seal. */
const hashesInARow = 40

const nothing: SealedTo = { number: 0, rows: 0, lastSeq: 0, hash: Buffer.from(chainStart) }
/** Up to which mark of the feed each workspace was found wholly sealed: there is nothing to ask for below it. */
const sealedMarks = memoryKey('audit.sealed-marks', () => new Map<string, number>())

/**
 * Seals every event of the workspace up to the commit horizon, in order. Two sealers at once seal nothing twice and skip
 * nothing: the number of the next seal is written by one of them. Gives how many rows it sealed.
 */
export async function sealEvents(context: Context): Promise<number> {
  requirePermission(context, 'audit:read')
  const marks = context.memory.of(sealedMarks)
  const mark = feedOf(context.memory).mark()
  if (marks.get(context.workspace.id) === mark) return 0
  for (let sealed = 0; ;) {
    // oxlint-disable-next-line switchyard/verb -- a seal is about facts and is none itself
    const batch = await context.transaction((tx) => sealBatch(tx, context, mark))
    if (batch === null) return sealed
    sealed += batch
    if (batch === sealRows) continue
    marks.set(context.workspace.id, mark)
    return sealed
  }
}

/** Null when another sealer was first. */
async function sealBatch(tx: Tx, context: Context, mark: number): Promise<number | null> {
  const before = (await findSealedTo(tx, context.workspace.id)) ?? nothing
  const range = { after: before.lastSeq, upTo: mark, limit: sealRows }
  const rows = await findChainRows(tx, context.workspace.id, range)
  const last = rows.at(-1)
  if (last === undefined) return 0
  const hashes = await inSlices(hashesOf(rows, before.hash), hashesInARow)
  const facts = {
    workspaceId: context.workspace.id,
    number: before.number + 1,
    rows: before.rows + rows.length,
    lastSeq: last.seq,
    hash: hashes.at(-1) ?? before.hash,
  }
  const key = await signingKey(tx, context)
  const isOurs = await insertSeal(tx, facts, {
    seqs: rows.map(({ seq }) => seq),
    hashes: Buffer.concat(hashes),
    keyNumber: key.number,
    signature: key.sign(sealText(facts)),
  })
  return isOurs ? rows.length : null
}

function* hashesOf(rows: readonly ChainRow[], start: Buffer): Generator<number, Buffer[], void> {
  const hashes: Buffer[] = []
  for (const row of rows) {
    hashes.push(chainHash(hashes.at(-1) ?? start, row))
    yield 1
  }
  return hashes
}
