import type { Tx } from '../../../../server/platform/context.ts'
import type { Actor } from '../actor.ts'
import { checkRow } from './constraints.ts'
import { DatabaseFault } from './database-fault.ts'
import { forTables, type LoggedEvent, type RowOf, type TableName } from './row-types.ts'
import type { Lock, Rows } from './rows.ts'

/** Another transaction holds what a statement needs: it waits for that one's end. */
class Busy extends Error {
  holder: RowTx | null = null
}

/** What `all` gave while these were the committed rows. */
interface Known<Row> {
  readonly of: readonly Row[]
  readonly list: readonly Row[]
}

/** Thrown and caught within one statement, and thrown often: one is enough. */
const busy = new Busy('busy')

function isHeldBy(holder: RowTx): Busy {
  busy.holder = holder
  return busy
}

/**
 * A transaction on rows in memory that behaves as one of PostgreSQL at READ COMMITTED: a statement sees what was
 * committed when it began and what its own transaction wrote, writes hold their rows until the end, whoever needs a row
 * that is held waits and then sees its newest state. Statements run in the order in which they were issued.
 */
export class RowTx implements Tx {
  readonly rowsBeside: Rows<RowTx>
  readonly actor: Actor
  readonly written: { [N in TableName]: Map<string, RowOf[N]> | undefined } = forTables(() => undefined)
  hasWritten = false
  readonly events: LoggedEvent[] = []
  readonly decisions: { taskId: string; outcome: string; queue: string }[] = []
  /** The epoch under which a router writes; null in other transactions. */
  epoch: number | null = null
  /** The workflow by which it decides; null in transactions that follow none. */
  workflowVersion: number | null = null
  xid: number | null = null
  waitsFor: RowTx | null = null
  readonly #held: Lock<RowTx>[] = []
  readonly #actions: (() => void)[] = []
  /** What `all` gave for tables this transaction has written to, until it writes to them again. */
  readonly #lists: { [N in TableName]: Known<RowOf[N]> | undefined } = forTables(() => undefined)
  /** Statements that wait for those issued before them. */
  readonly #turns: (() => void)[] = []
  #isRunning = false
  #hasFailed = false
  isOpen = true

  constructor(rows: Rows<RowTx>, actor: Actor) {
    this.rowsBeside = rows
    this.actor = actor
  }

  /** Runs one statement when its turn comes, again from its start when it had to wait for a row. */
  async run<T>(statement: () => T): Promise<T> {
    if (this.#isRunning) await new Promise<void>((resolve) => this.#turns.push(resolve))
    this.#isRunning = true
    try {
      if (this.#hasFailed) throw new DatabaseFault('25P02', 'current transaction is aborted')
      for (;;) {
        if (this.actor.stopsAtStatements) await this.actor.pause()
        const holder = this.#holderOrResult(statement)
        if (!(holder instanceof RowTx)) return holder.result
        this.#waitFor(holder)
        await this.actor.block()
        this.waitsFor = null
      }
    } finally {
      const next = this.#turns.shift()
      if (next === undefined) this.#isRunning = false
      else next()
    }
  }

  #holderOrResult<T>(statement: () => T): RowTx | { readonly result: T } {
    try {
      return { result: statement() }
    } catch (error) {
      if (error === busy && busy.holder !== null) return busy.holder
      this.#hasFailed = true
      throw error
    }
  }

  #waitFor(holder: RowTx): void {
    for (let next: RowTx | null = holder; next !== null; next = next.waitsFor) {
      if (next !== this) continue
      this.#hasFailed = true
      this.rowsBeside.deadlocks += 1
      throw new DatabaseFault('40P01', 'deadlock detected')
    }
    this.waitsFor = holder
  }

  get<N extends TableName>(table: N, id: string): RowOf[N] | undefined {
    const own: ReadonlyMap<string, RowOf[N]> | undefined = this.written[table]
    return own?.get(id) ?? this.rowsBeside.tables[table].get(id)
  }

  all<N extends TableName>(table: N): readonly RowOf[N][] {
    const own: ReadonlyMap<string, RowOf[N]> | undefined = this.written[table]
    const committed = this.rowsBeside.list(table)
    if (own === undefined) return committed
    const known = this.#lists[table]
    if (known?.of === committed) return known.list
    const stored = this.rowsBeside.tables[table]
    const list = committed.map((row) => own.get(row.id) ?? row)
    for (const row of own.values()) if (!stored.has(row.id)) list.push(row)
    ;(this.#lists as Record<N, object>)[table] = { of: committed, list }
    return list
  }

  /** Holds a row until the end. */
  lock(table: TableName, id: string): void {
    const lock = this.rowsBeside.lockOf(table, id)
    if (lock.alone === this) return
    this.#mustBeFree(lock)
    for (const sharer of lock.sharers) if (sharer !== this) throw isHeldBy(sharer)
    lock.alone = this
    this.#held.push(lock)
  }

  /** Holds a row until the end, unless somebody else does. */
  lockIfFree(table: TableName, id: string): boolean {
    const { alone, sharers } = this.rowsBeside.lockOf(table, id)
    if ((alone !== null && alone !== this) || sharers.some((sharer) => sharer !== this)) return false
    this.lock(table, id)
    return true
  }

  /** Keeps others from changing a row until the end. */
  share(table: TableName, id: string): void {
    const lock = this.rowsBeside.lockOf(table, id)
    if (lock.alone === this || lock.sharers.includes(this)) return
    this.#mustBeFree(lock)
    lock.sharers.push(this)
    this.#held.push(lock)
  }

  /** Who writes or holds rows has a number of its own from then on, even while it waits for the first of them. */
  #mustBeFree({ alone }: Lock<RowTx>): void {
    this.xid ??= this.rowsBeside.nextXid++
    if (alone !== null) throw isHeldBy(alone)
  }

  /** Changes a row or adds one. Throws what the constraints of the tables would. */
  put<N extends TableName>(table: N, row: RowOf[N]): void {
    this.lock(table, row.id)
    checkRow(this, table, row)
    const written = this.written as Record<N, Map<string, RowOf[N]> | undefined>
    const own = written[table]
    if (own === undefined) written[table] = new Map([[row.id, row]])
    else own.set(row.id, row)
    this.#lists[table] = undefined
    this.hasWritten = true
  }

  /** Waits for an open transaction that has written a row like this: a unique index does so. */
  waitForTwins<N extends TableName>(table: N, isTwin: (row: RowOf[N]) => boolean): void {
    for (const other of this.rowsBeside.open) {
      if (other === this) continue
      const written: ReadonlyMap<string, RowOf[N]> | undefined = other.written[table]
      for (const row of written?.values() ?? []) if (isTwin(row)) throw isHeldBy(other)
    }
  }

  log(event: Omit<LoggedEvent, 'seq'>): void {
    this.xid ??= this.rowsBeside.nextXid++
    this.events.push({ seq: this.rowsBeside.nextSeq++, ...event })
  }

  commit(): void {
    if (this.#hasFailed) throw new Error('The transaction was rolled back because one of its statements failed.')
    this.rowsBeside.take(this)
    this.#end()
    for (const action of this.#actions) action()
  }

  rollback(): void {
    if (this.isOpen) this.#end()
  }

  #end(): void {
    this.isOpen = false
    this.rowsBeside.open.delete(this)
    for (const lock of this.#held) {
      if (lock.alone === this) lock.alone = null
      const place = lock.sharers.indexOf(this)
      if (place >= 0) lock.sharers.splice(place, 1)
    }
    for (const other of this.rowsBeside.open) if (other.waitsFor === this) other.actor.unblock()
  }

  afterCommit(action: () => void): void {
    this.#actions.push(action)
  }

  attempt = unknownStatement
  rows = unknownStatement
  first = unknownStatement
  count = unknownStatement
  prepared = unknownStatement
  keyed = unknownStatement
}

/** Every statement on the way has a twin that works on rows in memory; one that has none is found at once. */
function unknownStatement(): never {
  throw new Error('A statement has no twin in test/chaos/explorer/twins; see its README.')
}

/** The transaction on rows in memory that the verbs hand on as `Tx`. */
export const rowTx = (tx: Tx): RowTx => tx as RowTx
