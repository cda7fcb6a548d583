import type { Context } from '../../platform/context.ts'

/** Tokens and keys live in the database's own time, also in a workspace whose time runs ahead for a rehearsal. */
export function accessTime(context: Context): number {
  return context.now() - context.workspace.clockOffsetMs
}
