import { forTables, type LoggedEvent, type RowOf, type TableName, tableNames } from './row-types.ts'

/** Who holds a row; it stays beside the row for the whole schedule. */
export interface Lock<Holder> {
  alone: Holder | null
  readonly sharers: Holder[]
}

/** Rows by table and id. */
type Tables = { readonly [N in TableName]: Map<string, RowOf[N]> }

/** What a transaction leaves behind at its commit. */
interface Written {
  readonly xid: number | null
  readonly written: { readonly [N in TableName]: ReadonlyMap<string, RowOf[N]> | undefined }
  readonly events: readonly LoggedEvent[]
  readonly decisions: readonly { readonly taskId: string; readonly outcome: string; readonly queue: string }[]
}

/** One workspace's rows as they are committed, and what open transactions hold. */
export class Rows<Transaction extends Written = Written> {
  readonly tables: Tables = forTables(() => new Map<string, never>())
  /** In the order of their numbers, which is not that of the commits. */
  readonly events: LoggedEvent[] = []
  readonly latestOutcomes = new Map<string, { readonly outcome: string; readonly queue: string }>()
  readonly #locks = forTables(() => new Map<string, Lock<Transaction>>())
  /** The rows of tables as lists, made when they are asked for. */
  readonly #lists: { [N in TableName]: readonly RowOf[N][] | undefined } = forTables(() => undefined)
  readonly open = new Set<Transaction>()
  nextSeq = 1
  nextXid = 1
  deadlocks = 0
  commits = 0
  /** Grows with whatever becomes visible. */
  changes = 0
  /** Told of every transaction that wrote, just before its rows become visible. */
  onCommit: (tx: Transaction) => void = () => undefined

  lockOf(table: TableName, id: string): Lock<Transaction> {
    const ofTable = this.#locks[table]
    let lock = ofTable.get(id)
    if (lock === undefined) ofTable.set(id, (lock = { alone: null, sharers: [] }))
    return lock
  }

  list<N extends TableName>(table: N): readonly RowOf[N][] {
    const known = this.#lists[table]
    if (known !== undefined) return known
    const list: readonly RowOf[N][] = [...this.tables[table].values()]
    ;(this.#lists as Record<N, readonly RowOf[N][] | undefined>)[table] = list
    return list
  }

  /** Changes a row outside the transactions that are watched. */
  set<N extends TableName>(table: N, row: RowOf[N]): void {
    this.tables[table].set(row.id, row)
    this.#lists[table] = undefined
    this.changes += 1
  }

  /** Makes what a transaction wrote visible, all at once. */
  take(tx: Transaction): void {
    if (tx.xid === null) return
    this.onCommit(tx)
    this.commits += 1
    this.changes += 1
    for (const table of tableNames) {
      const rows = tx.written[table]
      if (rows === undefined) continue
      const stored = this.tables[table] as Map<string, RowOf[TableName]>
      for (const [id, row] of rows) stored.set(id, row)
      this.#lists[table] = undefined
    }
    for (const { taskId, ...said } of tx.decisions) this.latestOutcomes.set(taskId, said)
    if (tx.events.length === 0) return
    const last = this.events.at(-1)?.seq ?? 0
    this.events.push(...tx.events)
    if ((tx.events[0]?.seq ?? 0) < last) this.events.sort((one, other) => one.seq - other.seq)
  }

  /** Every transaction id below it has ended. */
  xmin(): number {
    let lowest = this.nextXid
    for (const { xid } of this.open) if (xid !== null && xid < lowest) lowest = xid
    return lowest
  }
}
