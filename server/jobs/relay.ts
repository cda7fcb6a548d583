import type { Tx } from '../platform/context.ts'

/** Reads across all workspaces as the role `switchyard_relay`, which sees when and where work is due and never what. */
export interface Relay {
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}
