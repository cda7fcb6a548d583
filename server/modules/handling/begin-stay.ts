import { nextAutomatic, type WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import type { Ticket } from '../tickets/index.ts'
import { armTimer, armTimers, disarmTimer } from '../timers/index.ts'
import { deleteStay, insertStay, insertStays } from './stay-store.ts'

const kind = 'ticket.stay'

/** Counts from now how long a locked ticket is in the status it has come to, where time moves it on. */
export async function beginStay(
  tx: Tx,
  context: Context,
  { ticket, workflow }: { ticket: Pick<Ticket, 'id' | 'lifecycle' | 'status'>; workflow: WorkflowSnapshot },
): Promise<void> {
  if ((workflow.automatic.get(ticket.lifecycle) ?? []).length === 0) return
  const { id: ticketId, lifecycle, status } = ticket
  const since = context.now()
  const next = nextAutomatic(workflow, { lifecycle, status, since, made: [] })
  if (next === null) {
    const hadStay = await deleteStay(tx, context.workspace.id, ticketId)
    if (hadStay) await disarmTimer(tx, context.workspace.id, { kind, subjectId: ticketId })
    return
  }
  await insertStay(tx, context.workspace.id, { ticketId, status, since })
  await armTimer(tx, context.workspace.id, { kind, subjectId: ticketId, dueAt: next.dueAt })
}

/**
 * Lets a workflow that is being published have its automatic moves followed by the tickets there are: their time begins
 * at the publication, so that none is closed at once for having waited long, and those that count already are looked at
 * again. Nothing where the moves are as before.
 */
export async function followStages(
  tx: Tx,
  context: Context,
  { before, after }: { before: WorkflowSnapshot['document']; after: WorkflowSnapshot },
): Promise<void> {
  const changed = [...after.automatic].filter(
    ([slug]) => textOf(before.lifecycles[slug]) !== textOf(after.document.lifecycles[slug]),
  )
  const places = changed.flatMap(([lifecycle, moves]) => {
    return [...new Set(moves.map(({ status }) => status))].map((status) => [lifecycle, status] as const)
  })
  if (places.length === 0) return
  const at = context.now()
  const subjectIds = await insertStays(tx, context.workspace.id, { places, at })
  await armTimers(tx, context.workspace.id, { kind, subjectIds, dueAt: at })
}

/** What an open case held up of these tickets is tried again; the timer of any other finds nothing new to do. */
export async function goOnAfterCase(
  tx: Tx,
  context: Context,
  { ticketIds, workflow }: { ticketIds: readonly string[]; workflow: WorkflowSnapshot },
): Promise<void> {
  const mayHold = [...workflow.lifecycles.values()].some(
    ({ slug, asksForCases }) => asksForCases && (workflow.automatic.get(slug) ?? []).length > 0,
  )
  if (mayHold) await armTimers(tx, context.workspace.id, { kind, subjectIds: ticketIds, dueAt: context.now() })
}

function textOf(lifecycle: WorkflowSnapshot['document']['lifecycles'][string] | undefined): string {
  // A guard that is taken away lets go what it held up.
  const held = (lifecycle?.transitions ?? []).filter(({ unlessCaseOpen }) => unlessCaseOpen === true)
  return JSON.stringify([Object.keys(lifecycle?.statuses ?? {}), lifecycle?.automatic ?? [], held])
}
