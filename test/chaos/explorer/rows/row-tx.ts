import type { Tx } from '../../../../server/platform/context.ts'
import type { Actor } from '../actor.ts'
import { checkRow } from './constraints.ts'
import { DatabaseFault } from './database-fault.ts'
import type { LoggedEvent, RowOf, TableName } from './row-types.ts'
import type { Rows } from './rows.ts'

/** Another transaction holds what a statement needs: it waits for that one's end. */
class Busy extends Error {
  readonly holder: RowTx
  constructor(holder: RowTx) {
    super('busy')
    this.holder = holder
  }
}

/**
 * A transaction on rows in memory that behaves as one of PostgreSQL at READ COMMITTED: a statement sees what was
 * committed when it began and what its own transaction wrote, writes hold their rows until the end, whoever needs a row
 * that is held waits and then sees its newest state. Statements run in the order in which they were issued.
 */
export class RowTx implements Tx {
  readonly rowsBeside: Rows<RowTx>
  readonly actor: Actor
  readonly written = new Map<TableName, Map<string, RowOf[TableName]>>()
  readonly events: LoggedEvent[] = []
  readonly decisions: { taskId: string; outcome: string; queue: string }[] = []
  /** The epoch under which a router writes; null in other transactions. */
  epoch: number | null = null
  xid: number | null = null
  waitsFor: RowTx | null = null
  #held: string[] = []
  #actions: (() => void)[] = []
  #last: Promise<unknown> = Promise.resolve()
  #hasFailed = false
  isOpen = true

  constructor(rows: Rows<RowTx>, actor: Actor) {
    this.rowsBeside = rows
    this.actor = actor
  }

  /** Runs one statement when its turn comes, again from its start when it had to wait for a row. */
  run<T>(statement: () => T): Promise<T> {
    const turn = this.#last.then(() => this.#execute(statement))
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #execute<T>(statement: () => T): Promise<T> {
    if (this.#hasFailed) throw new DatabaseFault('25P02', 'current transaction is aborted')
    for (;;) {
      if (this.actor.stopsAtStatements) await this.actor.pause()
      try {
        return statement()
      } catch (error) {
        if (!(error instanceof Busy)) {
          this.#hasFailed = true
          throw error
        }
        this.#waitFor(error.holder)
        await this.actor.block()
        this.waitsFor = null
      }
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
    return (this.written.get(table)?.get(id) ?? this.rowsBeside.tables[table].get(id)) as RowOf[N] | undefined
  }

  all<N extends TableName>(table: N): RowOf[N][] {
    const own = this.written.get(table) as Map<string, RowOf[N]> | undefined
    const stored = this.rowsBeside.tables[table]
    if (own === undefined) return [...stored.values()] as RowOf[N][]
    return [...new Map<string, RowOf[N]>([...(stored as Map<string, RowOf[N]>), ...own]).values()]
  }

  /** Holds a row until the end. */
  lock(table: TableName, id: string): void {
    this.#hold(`${table}/${id}`, 'alone')
  }

  /** Keeps others from changing a row until the end. */
  share(table: TableName, id: string): void {
    this.#hold(`${table}/${id}`, 'shared')
  }

  #hold(key: string, mode: 'alone' | 'shared'): void {
    const { locks } = this.rowsBeside
    this.xid ??= this.rowsBeside.nextXid++
    const lock = locks.get(key) ?? { alone: null, sharers: new Set() }
    if (lock.alone === this) return
    if (lock.alone !== null) throw new Busy(lock.alone)
    if (mode === 'alone') {
      for (const sharer of lock.sharers) if (sharer !== this) throw new Busy(sharer)
      lock.alone = this
    } else lock.sharers.add(this)
    locks.set(key, lock)
    this.#held.push(key)
  }

  /** Changes a row or adds one. Throws what the constraints of the tables would. */
  put<N extends TableName>(table: N, row: RowOf[N]): void {
    this.lock(table, row.id)
    checkRow(this, table, row)
    const own = this.written.get(table)
    if (own === undefined) this.written.set(table, new Map([[row.id, row]]))
    else own.set(row.id, row)
  }

  /** Waits for an open transaction that has written a row like this: a unique index does so. */
  waitForTwins<N extends TableName>(table: N, isTwin: (row: RowOf[N]) => boolean): void {
    for (const other of this.rowsBeside.open) {
      if (other === this) continue
      for (const row of other.written.get(table)?.values() ?? []) if (isTwin(row as RowOf[N])) throw new Busy(other)
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
    const { locks } = this.rowsBeside
    for (const key of this.#held) {
      const lock = locks.get(key)
      if (lock === undefined) continue
      if (lock.alone === this) lock.alone = null
      lock.sharers.delete(this)
      if (lock.alone === null && lock.sharers.size === 0) locks.delete(key)
    }
    for (const other of this.rowsBeside.open) if (other.waitsFor === this) other.actor.unblock()
  }

  afterCommit(action: () => void): void {
    this.#actions.push(action)
  }

  rows = unknownStatement
  first = unknownStatement
  count = unknownStatement
  prepared = unknownStatement
}

/** Every statement on the way has a twin that works on rows in memory; one that has none is found at once. */
function unknownStatement(): never {
  throw new Error('A statement has no twin in test/chaos/explorer/twins; see its README.')
}

/** The transaction on rows in memory that the verbs hand on as `Tx`. */
export const rowTx = (tx: Tx): RowTx => tx as RowTx
