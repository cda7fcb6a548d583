import type { PlainStatement } from './plain-statements.ts'

/** Something that writes the rows of a create the plain way, one ticket a transaction. */
export interface PlainWriter {
  /** `pgbench 15.18` or the label of what stands in for it. */
  readonly name: string
  /** Tickets a second with so many clients. */
  run(clients: number, seconds: number): Promise<number>
  close(): Promise<void>
}

/** What a plain writer needs to know. */
export interface PlainWriterOptions {
  readonly ownerUrl: string
  readonly statements: readonly PlainStatement[]
  readonly customers: number
}
