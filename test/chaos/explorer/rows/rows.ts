import type { LoggedEvent, RowOf, TableName } from './row-types.ts'

interface Lock<Holder> {
  alone: Holder | null
  readonly sharers: Set<Holder>
}

/** What a transaction leaves behind at its commit. */
interface Written {
  readonly xid: number | null
  readonly written: ReadonlyMap<TableName, ReadonlyMap<string, RowOf[TableName]>>
  readonly events: readonly LoggedEvent[]
  readonly decisions: readonly { readonly taskId: string; readonly outcome: string; readonly queue: string }[]
}

/** One workspace's rows as they are committed, and what open transactions hold. */
export class Rows<Transaction extends Written = Written> {
  readonly tables: { readonly [N in TableName]: Map<string, RowOf[N]> } = {
    shard: new Map(),
    load: new Map(),
    agent: new Map(),
    ticket: new Map(),
    task: new Map(),
    offer: new Map(),
  }
  /** In the order of their numbers, which is not that of the commits. */
  readonly events: LoggedEvent[] = []
  readonly latestOutcomes = new Map<string, { readonly outcome: string; readonly queue: string }>()
  readonly locks = new Map<string, Lock<Transaction>>()
  readonly open = new Set<Transaction>()
  nextSeq = 1
  nextXid = 1
  deadlocks = 0
  commits = 0
  /** Told of every transaction that wrote, just before its rows become visible. */
  onCommit: (tx: Transaction) => void = () => undefined

  /** Makes what a transaction wrote visible, all at once. */
  take(tx: Transaction): void {
    if (tx.xid === null) return
    this.onCommit(tx)
    this.commits += 1
    for (const [table, rows] of tx.written) {
      const stored = this.tables[table] as Map<string, RowOf[TableName]>
      for (const [id, row] of rows) stored.set(id, row)
    }
    for (const { taskId, ...said } of tx.decisions) this.latestOutcomes.set(taskId, said)
    if (tx.events.length === 0) return
    this.events.push(...tx.events)
    this.events.sort((one, other) => one.seq - other.seq)
  }

  /** Every transaction id below it has ended. */
  xmin(): number {
    let lowest = this.nextXid
    for (const { xid } of this.open) if (xid !== null && xid < lowest) lowest = xid
    return lowest
  }
}
