import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { CaseDesk } from '../../server/modules/cases/testing/case-desk.ts'
import { openCaseDesk } from '../../server/modules/cases/testing/case-desk.ts'
import { applyReceipt, eraseCustomer, type Receipt } from '../../server/modules/customer-records/index.ts'
import {
  findColumnsWith,
  openMarkedCustomer,
} from '../../server/modules/customer-records/testing/marked-customer-store.ts'
import { indexDocuments } from '../../server/modules/customer-records/testing/marked-traces-store.ts'
import { fileBytes, keepFile, openBytesFolder, receiveFile } from '../../server/modules/files/index.ts'
import { createTicket } from '../../server/modules/intake/index.ts'
import { sayOnTicket } from '../../server/modules/merging/index.ts'
import { filesWith, hearOutput, tablesWith } from './erasure-traces.ts'
import { onOwnPostgres } from './own-postgres.ts'

export interface ErasureOptions {
  /** Said on one of its tickets. */
  readonly messages: number
  /** More tickets of the customer's. */
  readonly tickets: number
  /** Hung on messages of one of its tickets, each with its words in it. */
  readonly files: number
  /** Tickets of other customers, each with an answer that is kept for a retry. */
  readonly others: number
}

export interface ErasureReport extends ErasureOptions {
  /** Columns in which the customer's words stood before. */
  readonly columnsBefore: readonly string[]
  /** Columns in which they still stand. */
  readonly columnsAfter: readonly string[]
  /** Files of the folder that held its words before, and that still do. */
  readonly filesBefore: number
  readonly filesAfter: readonly string[]
  /** Tables of a dump in which they stood, and still do. */
  readonly dumpBefore: number
  readonly dumpAfter: readonly string[]
  /** Letters of logs there are, of the service and of the database, and whether its words stand in them. */
  readonly logLetters: number
  readonly isInLogs: boolean
  /** Rows of others before and after, as one hash. */
  readonly othersAreSame: boolean
  readonly counts: Readonly<Record<string, number>>
  /** Erased again by its receipt, after it was undone as a restore undoes it. */
  readonly isErasedAgain: boolean
  readonly seconds: number
}

const mostSeconds = 60
/** A few columns of what is looked at least: where the words stand before, or nothing was shown. */
const heldBefore = [
  'deliveries.body',
  'files.name',
  'idempotency_keys.response',
  'messages.body',
  'outbox_mails.body_text',
  'search_documents.words',
]

/**
 * Erases a customer among many others twice: undone, as by restoring a backup, and by the receipt of that. Looks for its
 * words in every column, a dump, the folder of files and the logs (A2); `logFolder` is that of the database.
 */
async function eraseAmongOthers(desk: CaseDesk, options: ErasureOptions, logFolder: string): Promise<ErasureReport> {
  const folder = await mkdtemp(join(tmpdir(), 'erased-'))
  try {
    desk.home.here.memory.keep(fileBytes, openBytesFolder(folder))
    const { result, lines } = await hearOutput(() => eraseMarked(desk, options, folder))
    const { marks, ...report } = result
    const logs = [lines, ...(await logsOf(logFolder))].join('\n')
    return { ...report, logLetters: logs.length, isInLogs: marks.some((mark) => logs.includes(mark)) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function eraseMarked(desk: CaseDesk, options: ErasureOptions, folder: string) {
  const { context, home } = desk
  const query = <Row>(text: string, values?: unknown[]) => home.query<Row>(text, values)
  const { customerId, marks } = await furnish(desk, options)
  const othersBefore = await othersOf(query, customerId)
  const columnsBefore = await findColumnsWith(query, marks)
  const dumpBefore = (await tablesWith(query, marks)).length
  const filesBefore = (await filesWith(folder, marks)).length
  const { receipt, seconds } = await eraseAndUndo(desk, customerId)
  const again = await applyReceipt(context, receipt)
  // The bytes go once the erasure has come to pass.
  let filesAfter = await filesWith(folder, marks)
  for (let tries = 0; filesAfter.length > 0 && tries < 100; tries++) {
    await setTimeout(100)
    filesAfter = await filesWith(folder, marks)
  }
  return {
    ...options,
    marks,
    columnsBefore,
    columnsAfter: await findColumnsWith(query, marks),
    filesBefore,
    filesAfter,
    dumpBefore,
    dumpAfter: await tablesWith(query, marks),
    othersAreSame: (await othersOf(query, customerId)) === othersBefore,
    counts: receipt.counts,
    isErasedAgain: again.erased === 1,
    seconds: Math.round(seconds * 100) / 100,
  }
}

/** A customer with much to its name, and many others. */
async function furnish(desk: CaseDesk, options: ErasureOptions) {
  const { context } = desk
  const { customerId, marks } = await openMarkedCustomer(desk, options.messages)
  const [mark = '', word = ''] = marks
  const raise = (customer: string, text: string, at: number) => {
    const request = { customerId: customer, channel: 'ticket', serviceLine: 'game-support', issueSummary: text }
    const key = { route: 'POST /v1/tickets', key: `${text} ${at}`, fingerprint: createHash('sha256').digest() }
    return createTicket(context, { request: { ...request, message: text }, key })
  }
  await Promise.all(Array.from({ length: options.tickets }, (_, at) => raise(word, mark, at)))
  await Promise.all(Array.from({ length: options.others }, (_, at) => raise(`other-${at}`, 'Help', at)))
  const withFiles = await desk.ticket({ customerId: word, message: mark })
  for (let at = 0; at < options.files; at++) {
    const fileIds = [await sendFile(context, `${mark} ${at}`)]
    const said = { body: mark, visibility: 'public', clientId: null, asCustomer: true, lastSeenSeq: null } as const
    await sayOnTicket(context, { ticketId: withFiles.id, ...said, fileIds })
  }
  await indexDocuments(desk)
  // A backup holds the key that signs receipts: it was made when the trail was first sealed.
  const first = await desk.ticket({ customerId: 'first' })
  await eraseCustomer(context, { customerId: first.customer.id, reason: 'requested', closeOpen: true })
  return { customerId, marks }
}

async function sendFile(context: CaseDesk['context'], content: string): Promise<string> {
  const file = { name: `${content}.txt`, bytes: Readable.from([content]) }
  const received = await receiveFile(context, { announcedBytes: null, file: (take) => take(file) })
  return (await keepFile(context, received)).id
}

/** The receipt of an erasure that the database knows nothing of, as if a backup from before it had been restored. */
async function eraseAndUndo({ context }: CaseDesk, customerId: string) {
  const restored = new Error('as a restored backup knows nothing of it')
  let receipt: Receipt | null = null
  const startedAt = performance.now()
  let seconds = 0
  await context
    .transaction(async (tx) => {
      receipt = await eraseCustomer(context.within(tx), { customerId, reason: 'requested', closeOpen: true })
      seconds = (performance.now() - startedAt) / 1_000
      throw restored
    })
    .catch((error: unknown) => {
      if (error !== restored) throw error
    })
  if (receipt === null) throw new Error('The customer was not there.')
  return { receipt: receipt as Receipt, seconds }
}

/** What the database has written into its log. */
async function logsOf(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('postgres.log'))
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}

/** What is kept of everybody else, as one hash. */
async function othersOf(query: CaseDesk['home']['query'], customerId: string): Promise<string> {
  const [row] = await query<{ hash: string }>(
    `select md5(string_agg(line, E'\\n' order by line)) as hash
     from (
       select ticket::text as line
       from tickets as ticket
       where ticket.customer_id <> $1
         and ticket.customer_id not in (select id from customers where merged_into = $1)
       union all
       select message::text
       from messages as message
       join tickets as ticket on ticket.id = message.ticket_id
       where ticket.customer_id <> $1
       union all
       select kept.key || coalesce(kept.response, '')
       from idempotency_keys as kept
       where kept.key like 'Help %') as kept`,
    [customerId],
  )
  return row?.hash ?? ''
}

/** Whether a report says that the promises were kept, and that there was something to keep them by. */
export function hasHeld(report: ErasureReport): boolean {
  const { counts, messages, tickets, files, columnsBefore, columnsAfter, dumpAfter, filesAfter } = report
  const isWhole =
    columnsBefore.length > 25 &&
    heldBefore.every((name) => columnsBefore.includes(name)) &&
    (counts['messages'] ?? 0) >= messages + tickets + files &&
    (counts['files'] ?? 0) >= files &&
    report.filesBefore >= files &&
    report.dumpBefore > 15 &&
    report.logLetters > 0
  const isGone = [columnsAfter, dumpAfter, filesAfter].every((left) => left.length === 0) && !report.isInLogs
  return isWhole && isGone && report.othersAreSame && report.isErasedAgain && report.seconds <= mostSeconds
}

/** The same on a PostgreSQL of its own, whose log nobody else writes. */
export function eraseOnOwnPostgres(options: ErasureOptions): Promise<ErasureReport> {
  return onOwnPostgres(async (postgres, dataFolder) => {
    const desk = await openCaseDesk({ ...postgres, drop: async () => undefined })
    try {
      return await eraseAmongOthers(desk, options, dataFolder)
    } finally {
      await desk.close()
    }
  })
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      messages: { type: 'string', default: '1000' },
      files: { type: 'string', default: '50' },
      tickets: { type: 'string', default: '500' },
      others: { type: 'string', default: '5000' },
    },
  })
  const [messages, files] = [Number(values.messages), Number(values.files)]
  const [tickets, others] = [Number(values.tickets), Number(values.others)]
  const report = await eraseOnOwnPostgres({ messages, files, tickets, others })
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
  process.exit(hasHeld(report) ? 0 : 1)
}
