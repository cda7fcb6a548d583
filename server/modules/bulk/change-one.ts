import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { assignTicket, handleTicket, transitionTicket, unassignTicket, updateTicket } from '../handling/index.ts'
import { findTicket, type Ticket } from '../tickets/index.ts'
import { callOf } from './asker.ts'
import type { BeforeBulk, Bulk, BulkAction } from './bulk.ts'
import { lockBulkTicket, setOutcome } from './bulk-store.ts'
import { tagsChange } from './decide-action.ts'

/** Somebody else changes the ticket at the same time; that is over before so many tries. */
const tries = 5

/** Does a change to one ticket and keeps what became of it, in one transaction: whoever repeats this does it once. */
export async function changeOne(context: Context, bulk: Bulk, ticketId: string): Promise<void> {
  requirePermission(context, 'ticket:write')
  for (let left = tries; ; left--) {
    try {
      return await changeNow(context, bulk, ticketId)
    } catch (error) {
      const isRaced = error instanceof AppError && error.code === 'version_mismatch'
      if (isRaced && left > 1) continue
      return refuse(context, { bulk, ticketId, error })
    }
  }
}

async function changeNow(context: Context, bulk: Bulk, ticketId: string): Promise<void> {
  await context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    const place = { bulkId: bulk.id, ticketId }
    if (!(await lockBulkTicket(tx, workspaceId, { ...place, outcome: 'pending' }))) return
    const before = await findTicket(tx, workspaceId, ticketId)
    const call = callOf(context.within(tx), bulk)
    const after = before === null ? null : await perform(call, bulk.action, before)
    if (before === null || after === null) throw new AppError('not_found', 'There is no such ticket any more.')
    const isChanged = after.version !== before.version
    await setOutcome(tx, workspaceId, {
      ...place,
      was: 'pending',
      outcome: isChanged ? 'changed' : 'unchanged',
      ...(isChanged && { before: beforeOf(before), version: after.version }),
    })
  })
}

async function refuse(
  context: Context,
  { bulk, ticketId, error }: { bulk: Bulk; ticketId: string; error: unknown },
): Promise<void> {
  // What nobody foresaw is told as such, and does not stand in the way of the other tickets.
  const { code, message } = error instanceof AppError ? error : { code: 'failed', message: 'It failed unexpectedly.' }
  // oxlint-disable-next-line switchyard/verb -- nothing happened to the ticket, and the end of the change tells how many
  await context.transaction((tx) => {
    const one = { bulkId: bulk.id, ticketId, was: 'pending', outcome: 'refused', code, detail: message } as const
    return setOutcome(tx, context.workspace.id, one)
  })
}

/** The ordinary verb, on the ticket as it was read. */
function perform(context: Context, action: BulkAction, ticket: Ticket): Promise<Ticket | null> {
  const { id: ticketId, version: expectedVersion } = ticket
  switch (action.kind) {
    case 'transition': {
      const { kind: _, ...facts } = action
      return transitionTicket(context, { ticketId, expectedVersion, ...facts })
    }
    case 'assign':
      return assignTicket(context, { ticketId, expectedVersion, agentId: action.agentId })
    case 'unassign':
      return unassignTicket(context, { ticketId, expectedVersion })
    case 'update':
      return updateTicket(context, { ticketId, expectedVersion, update: action.set })
    case 'tags':
      return handleTicket(context, { ticketId, expectedVersion, permission: 'ticket:write' }, (grip) =>
        tagsChange(grip.ticket, action),
      )
  }
}

const keptMembers = [
  'type',
  'category',
  'priority',
  'impact',
  'urgency',
  'priorityReason',
  'language',
  'queue',
  'status',
  'returnsTo',
  'classifiedBy',
  'cause',
  'correction',
  'solutionCheck',
  'resolution',
  'tags',
  'fields',
  'reopened',
  'solvedAt',
  'closedAt',
  'taskId',
] as const satisfies readonly (keyof Ticket & keyof BeforeBulk)[]
type KeptMember = (typeof keptMembers)[number]

function beforeOf(ticket: Ticket): BeforeBulk {
  const kept = Object.fromEntries(keptMembers.map((name) => [name, ticket[name]])) as Pick<Ticket, KeptMember>
  const { assignee, clocks } = ticket
  return {
    ...kept,
    assigneeId: assignee?.id ?? null,
    counting: clocks.filter(({ state, metAt }) => metAt === null && isCounting(state)).map(({ metric }) => metric),
  }
}

function isCounting(state: Ticket['clocks'][number]['state']): boolean {
  return state !== 'cancelled' && state !== 'not_applicable'
}
