import type { Client } from 'pg'
import { AppError } from '../../platform/errors.ts'
import {
  type CopiedTable,
  copyRows,
  findCopiedTables,
  findCustomers,
  openWriter,
  readPlayedTickets,
} from './lives-store.ts'
import { cutLife, fillRow, type Life } from './life-template.ts'
import { customerName, customerPrefix, languageOf, type SeedSize } from './plan-seed.ts'
import { createRandom, type Random } from './random.ts'
import { uuidAt } from './uuid-at.ts'

/** Copies that lie between two played tickets: as old, as high in number and with ids as high as that place asks for. */
export interface Gap {
  /** Of the first copy, in the ages of the plan. */
  readonly place: number
  readonly count: number
  readonly firstNumber: number
  /** When the tickets around it were played, epoch ms. */
  readonly fromMs: number
  readonly toMs: number
}

export interface Multiplying {
  readonly ownerUrl: string
  readonly workspaceId: string
  readonly size: SeedSize
  /** The workspace's own now, epoch ms; ages are counted from it. */
  readonly now: number
  /** Of every ticket of the plan, the oldest first. */
  readonly ages: Float64Array
  readonly gaps: readonly Gap[]
  /** Those that were played. */
  readonly ticketIds: readonly string[]
  readonly agentIds: readonly string[]
  /** Calendars that never close: a life that counts by another would have counted otherwise on another day. */
  readonly openCalendars: ReadonlySet<string>
  readonly progress: (copies: number) => void
}

/** A transaction holds back the readers of the log for as long as it takes to write so many. */
const copiesTogether = 400
const customersTogether = 5_000
/** One connection writes while the rows of the other are made. */
const lanes = 2

/**
 * Copies lives of played tickets to other times, customers and agents until every place of the plan is taken. A copy has
 * all rows of its model with ids, numbers and instants of its own, so it is right as its model is; only what has ended is
 * copied. Throws `invalid` where nothing can be copied.
 */
export async function multiplyLives(asked: Multiplying): Promise<void> {
  const clients: Client[] = []
  try {
    for (let lane = 0; lane < lanes; lane++) clients.push(await openWriter(asked.ownerUrl))
    const [first] = clients
    if (first === undefined) return
    const tables = await findCopiedTables(first)
    const lives = await cutLives(first, asked, tables)
    const customerIds = await addCustomers(first, asked)
    const batches = makeBatches(asked, { tables, lives, customerIds })
    let done = 0
    await Promise.all(
      clients.map(async (client) => {
        for (const batch of batches) {
          await writeTogether(client, batch.rows)
          done += batch.copies
          asked.progress(done)
        }
      }),
    )
  } finally {
    for (const client of clients) await client.end()
  }
}

/** The lives that can be copied, the shortest first. */
async function cutLives(client: Client, asked: Multiplying, tables: readonly CopiedTable[]): Promise<Life[]> {
  const { workspaceId, ticketIds, openCalendars } = asked
  const played = await readPlayedTickets(client, workspaceId, { tables, ticketIds })
  const lives = played
    .filter(({ calendars }) => calendars.every((calendar) => openCalendars.has(calendar)))
    .map(({ rows, ...cast }) => cutLife(rows, cast))
    .toSorted((one, other) => one.lastedMs - other.lastedMs)
  if (lives.length > 0) return lives
  throw new AppError(
    'invalid',
    'None of the first tickets can be copied: all count by calendars that close, or are open.',
  )
}

/** What is drawn for each copy, always the same for the same size and seed. */
function* drawCopies({ size, gaps, agentIds }: Multiplying): Generator<{ gap: Gap; place: number } & Drawn> {
  const random = createRandom(size.seed ^ 0x5eed)
  for (const gap of gaps) {
    for (let index = 0; index < gap.count; index++) {
      yield { gap, place: gap.place + index, ...draw(random, size, agentIds.length) }
    }
  }
}

interface Drawn {
  /** Which of the lives that are short enough: from 0 up to but not 1. */
  readonly life: number
  readonly customer: number
  readonly agent: number
}

function draw(random: Random, size: SeedSize, agents: number): Drawn {
  const life = random.next()
  const customer = Math.floor(random.between(0, Math.max(1, size.tickets / 3)))
  return { life, customer, agent: Math.floor(random.between(0, agents)) }
}

/** Adds the customers of all copies, as old as their first ticket; gives ids by their number. */
async function addCustomers(client: Client, asked: Multiplying): Promise<string[]> {
  const { workspaceId, ages, now, size } = asked
  const known = new Map<string, string>()
  for (const { id, externalId } of await findCustomers(client, workspaceId, customerPrefix)) known.set(externalId, id)
  const ids: string[] = []
  const added: { customer: number; ageMs: number }[] = []
  for (const { place, customer } of drawCopies(asked)) {
    if (ids[customer] !== undefined) continue
    const knownId = known.get(`${customerPrefix}${customer}`)
    ids[customer] = knownId ?? uuidAt(now)
    if (knownId === undefined) added.push({ customer, ageMs: ages[place] ?? 0 })
  }
  for (let from = 0; from < added.length; from += customersTogether) {
    let customers = ''
    let events = ''
    for (const { customer, ageMs } of added.slice(from, from + customersTogether)) {
      const id = ids[customer] ?? ''
      const at = new Date(now - ageMs).toISOString()
      const name = customerName(size, customer)
      customers += `${[workspaceId, id, customerPrefix + customer, name, languageOf(customer), 1, at, at].join('\t')}\n`
      events += `${[workspaceId, uuidAt(now), 'customer', id, 1, 'customer.created', at, systemActor, '{}'].join('\t')}\n`
    }
    await writeTogether(client, [
      { ...customerColumns, text: customers },
      { ...customerEventColumns, text: events },
    ])
  }
  return ids
}

const systemActor = '{"kind":"system","id":"00000000-0000-0000-0000-000000000000"}'
const customerColumns = {
  table: 'customers',
  columns: ['workspace_id', 'id', 'external_id', 'name', 'language', 'event_seq', 'created_at', 'updated_at'],
}
const customerEventColumns = {
  table: 'events',
  columns: ['workspace_id', 'id', 'subject_kind', 'subject_id', 'subject_seq', 'type', 'at', 'actor', 'data'],
}

interface TableRows {
  readonly table: string
  readonly columns: readonly string[]
  readonly text: string
}

interface Batch {
  readonly copies: number
  readonly rows: readonly TableRows[]
}

/** Made only when somebody asks for the next one. */
function* makeBatches(
  asked: Multiplying,
  {
    tables,
    lives,
    customerIds,
  }: { tables: readonly CopiedTable[]; lives: readonly Life[]; customerIds: readonly string[] },
): Generator<Batch> {
  const { ages, agentIds, now } = asked
  let texts = new Map<string, string>()
  let copies = 0
  const batch = (): Batch => {
    const rows = tables.map(({ table, columns }) => ({ table, columns, text: texts.get(table) ?? '' }))
    const made = { copies, rows }
    texts = new Map()
    copies = 0
    return made
  }
  for (const { gap, place, life: share, customer, agent } of drawCopies(asked)) {
    const ageMs = ages[place] ?? 0
    const life = pickLife(lives, share, ageMs)
    const idAtMs = gap.fromMs + ((gap.toMs - gap.fromMs) * (place - gap.place + 1)) / (gap.count + 1)
    const own = {
      ids: [customerIds[customer] ?? '', agentIds[agent] ?? ''],
      shiftMs: Math.round(now - ageMs - life.createdAtMs),
      number: gap.firstNumber + place - gap.place,
    }
    for (let index = 0; index < life.ids; index++) own.ids.push(uuidAt(idAtMs))
    for (const row of life.rows) texts.set(row.table, (texts.get(row.table) ?? '') + fillRow(row, own))
    copies += 1
    if (copies === copiesTogether) yield batch()
  }
  if (copies > 0) yield batch()
}

/** One that was over by now, had it begun so long ago; the shortest where none was. */
function pickLife(lives: readonly Life[], share: number, ageMs: number): Life {
  let [low, high] = [0, lives.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lives[middle]?.lastedMs ?? 0) <= ageMs) low = middle + 1
    else high = middle
  }
  const life = lives[Math.floor(share * low)]
  if (life === undefined) throw new RangeError('There is no life to copy.')
  return life
}

async function writeTogether(client: Client, rows: readonly TableRows[]): Promise<void> {
  await client.query('begin')
  try {
    for (const { text, ...table } of rows) await copyRows(client, table, text)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
