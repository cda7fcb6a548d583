import {
  createChunk,
  createWordBooks,
  dropFact,
  type FactChunk,
  type Facts,
  putFact,
  type Slices,
  type WordBook,
} from '../../core/quality/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { inSlices } from '../../platform/in-slices.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { feedOf } from '../events/index.ts'
import {
  type FactKind,
  type FactNow,
  findFactEdition,
  findTouchedTickets,
  readFactDays,
  readFacts,
} from './ticket-facts-view.ts'

const dayMs = 86_400_000
/** Read by one statement, to begin with; as many more or fewer as bring some ten thousand tickets. */
const firstDays = 2
const [fewRows, manyRows] = [5_000, 20_000]
/** More tickets than this are read by the day again, and not one by one. */
const mostTouched = 20_000
/** Added up before others are served: some milliseconds' work. */
const rowsInARow = 50_000
/** Rows kept in one process, some 60 to 80 bytes each; beyond, the workspace that was asked for longest ago is forgotten. */
const mostRowsKept = 4_000_000

/** What one process remembers of the tickets of a workspace. */
interface KeptFacts {
  edition: string
  /** Every change up to this number of the log is in the chunks. */
  mark: number
  readonly books: WordBook[]
  readonly chunks: Readonly<Record<FactKind, Map<number, FactChunk>>>
}

interface FactMemory {
  /** The one asked for last at the end. */
  readonly kept: Map<string, KeptFacts>
  /** Reports of one workspace bring its facts up to date one after another. */
  readonly turns: Map<string, Promise<unknown>>
}

const memoryOfFacts = memoryKey('quality.facts', (): FactMemory => ({ kept: new Map(), turns: new Map() }))

/** Tickets created and ended in a time, as they stand now. */
export interface FactsOfTime {
  readonly created: Facts
  readonly ended: Facts
}

/** What a report is made of: what it adds up of the tickets of its time, and what the database counts for it. */
export interface FactWork<Sums, Rows> {
  addUp(facts: FactsOfTime): Slices<Sums>
  /** Begins beside the adding up, and may wait for what comes of it. */
  read(tx: Tx, sums: Promise<Sums>): Promise<Rows>
}

/**
 * Gives `addUp` the tickets created and ended in a time, exact as of now: days that this process has read before are
 * brought up to date by the log, which names every ticket that changed since. It goes over them slice by slice, and others
 * are served in between; until it is done no other report of the workspace changes them. `read` sees the same moment.
 * Without a running feed, whose mark says what has been seen, nothing is remembered.
 */
export async function withFacts<Sums, Rows>(
  context: Context,
  { from, to }: { from: number; to: number },
  work: FactWork<Sums, Rows>,
): Promise<{ readonly sums: Sums; readonly rows: Rows }> {
  const { kept, turns } = context.memory.of(memoryOfFacts)
  const { id } = context.workspace
  const before = turns.get(id) ?? Promise.resolve()
  const turn = before.then(async () => {
    const mark = markOf(context.memory)
    const days = { from: Math.floor(from / dayMs), to: Math.ceil(to / dayMs) }
    const { adding, rows } = await context.readAsOne(async (tx) => {
      const facts = await bringUpToDate(tx, context, { kept: kept.get(id) ?? null, mark })
      kept.delete(id)
      // From here on, so that a report that is cut off has not read its days in vain.
      if (mark !== null) kept.set(id, facts)
      for (const kind of ['created', 'ended'] as const) await readMissing(tx, context, { facts, kind, days })
      const ofTime = { created: factsOf(facts, 'created', days), ended: factsOf(facts, 'ended', days) }
      // The database counts its part while this process adds up its own, which may take longer than a transaction may idle.
      const adding = Promise.resolve(ofTime).then((facts) => inSlices(work.addUp(facts), rowsInARow))
      adding.catch(() => {})
      return { adding, rows: await work.read(tx, adding) }
    })
    const sums = await adding
    forgetOldest(kept)
    return { sums, rows }
  })
  const settled = turn.catch(() => undefined)
  turns.set(id, settled)
  try {
    return await turn
  } finally {
    if (turns.get(id) === settled) turns.delete(id)
  }
}

/**
 * Reads the tickets of a time, so that a report of it finds them; gives how many rows it then remembers of that time. Null
 * where nothing is remembered. Reports take turns with it.
 */
export async function rememberTickets(context: Context, time: { from: number; to: number }): Promise<number | null> {
  if (markOf(context.memory) === null) return null
  const { sums } = await withFacts(context, time, {
    *addUp({ created, ended }) {
      yield 0
      return [...created.chunks, ...ended.chunks].reduce((rows, { size }) => rows + size, 0)
    },
    read: async () => {},
  })
  return sums
}

/** Asked before the report's moment, which then sees every event up to it. */
function markOf(memory: Memory): number | null {
  try {
    return feedOf(memory).mark()
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null
    throw error
  }
}

interface Days {
  readonly from: number
  readonly to: number
}

/** What was cut off is taken in again: the mark moves only when every change up to it has been. */
async function bringUpToDate(
  tx: Tx,
  context: Context,
  { kept, mark }: { kept: KeptFacts | null; mark: number | null },
): Promise<KeptFacts> {
  const edition = await findFactEdition(tx, context.workspace.id)
  const isCurrent = kept !== null && kept.edition === edition && (await takeChanges(tx, context, kept))
  const facts = isCurrent ? kept : nothingKept(edition)
  facts.mark = mark ?? 0
  return facts
}

const nothingKept = (edition: string): KeptFacts => ({
  edition,
  mark: 0,
  books: createWordBooks(),
  chunks: { created: new Map(), ended: new Map() },
})

/** False when so much has happened that it is better read anew. */
async function takeChanges(tx: Tx, context: Context, kept: KeptFacts): Promise<boolean> {
  const workspaceId = context.workspace.id
  const ticketIds = await findTouchedTickets(tx, workspaceId, { after: kept.mark, most: mostTouched })
  if (ticketIds === null) return false
  if (ticketIds.length === 0) return true
  for (const kind of ['created', 'ended'] as const) {
    const changed = await readFacts(tx, workspaceId, { kind, ticketIds })
    await inSlices(takeFacts(kept, kind, changed), rowsInARow)
  }
  return true
}

function* takeFacts({ books, chunks }: KeptFacts, kind: FactKind, changed: readonly FactNow[]): Slices<void> {
  const days = chunks[kind]
  for (const fact of changed) {
    const own = fact.at === null ? undefined : days.get(Math.floor(fact.at / dayMs))
    // What ended may go on and end on another day.
    if (kind === 'ended') for (const chunk of days.values()) if (chunk !== own) dropFact(chunk, fact.number)
    if (own !== undefined && fact.at !== null) putFact(own, { ...fact, at: fact.at }, books)
    yield days.size
  }
}

async function readMissing(
  tx: Tx,
  context: Context,
  { facts, kind, days }: { facts: KeptFacts; kind: FactKind; days: Days },
): Promise<void> {
  const chunks = facts.chunks[kind]
  let together = firstDays
  for (let from = days.from; from < days.to; from++) {
    if (chunks.has(from)) continue
    let to = from + 1
    while (to < days.to && to - from < together && !chunks.has(to)) to++
    const read = await readFactDays(tx, context.workspace.id, { kind, from, to })
    const rows = [...read.values()].reduce((sum, { numbers }) => sum + numbers.length, 0)
    if (rows < fewRows) together *= 2
    else if (rows > manyRows) together = Math.max(1, together >> 1)
    for (let day = from; day < to; day++)
      chunks.set(day, createChunk(read.get(day) ?? null, { books: facts.books, hasPromises: kind === 'created' }))
  }
}

function factsOf({ chunks, books }: KeptFacts, kind: FactKind, { from, to }: Days): Facts {
  const own: FactChunk[] = []
  for (let day = from; day < to; day++) {
    const chunk = chunks[kind].get(day)
    if (chunk !== undefined) own.push(chunk)
  }
  return { chunks: own, books }
}

function forgetOldest(kept: Map<string, KeptFacts>): void {
  let rows = 0
  for (const facts of kept.values()) rows += rowsOf(facts)
  for (const [workspaceId, facts] of kept) {
    if (rows <= mostRowsKept) return
    rows -= rowsOf(facts)
    kept.delete(workspaceId)
  }
}

function rowsOf({ chunks }: KeptFacts): number {
  let rows = 0
  for (const days of Object.values(chunks)) for (const { size } of days.values()) rows += size
  return rows
}
