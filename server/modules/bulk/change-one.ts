import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { requirePermission } from '../access/index.ts'
import { applyMacro } from '../automations/index.ts'
import {
  addMessage,
  assignTicket,
  handleTicket,
  snoozeTicket,
  transitionTicket,
  unassignTicket,
  updateTicket,
  wakeTicket,
} from '../handling/index.ts'
import { findTicket, type Ticket } from '../tickets/index.ts'
import { callOf } from './asker.ts'
import type { BeforeBulk, Bulk, BulkAction } from './bulk.ts'
import { type HeldBulkTicket, lockBulkTicket, setOutcome } from './bulk-store.ts'
import { tagsChange } from './decide-action.ts'
import { restoredProperties } from './restoring-change.ts'

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
    const held = await lockBulkTicket(tx, workspaceId, { ...place, outcome: 'pending' })
    if (held === null) return
    // What is said inside is true whatever the customer has said meanwhile.
    const seenSeq = bulk.lasting.includes('reply') ? held.seenSeq : null
    const before = await findTicket(tx, workspaceId, ticketId)
    const call = callOf(context.within(tx), bulk)
    const after = before === null ? null : await perform(call, bulk.action, { ticket: before, seenSeq })
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

/** The ordinary verb, on the ticket as it was read; what is said is not said past news that nobody has seen. */
async function perform(
  context: Context,
  action: BulkAction,
  { ticket, seenSeq: lastSeenSeq }: HeldBulkTicket & { ticket: Ticket },
): Promise<Ticket | null> {
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
    case 'snooze': {
      const wish = { ticketId, expectedVersion }
      const { until } = action
      return until === null ? wakeTicket(context, wish) : snoozeTicket(context, { ...wish, until: Date.parse(until) })
    }
    case 'reply': {
      const { body, visibility } = action
      const said = { ticketId, body, visibility, clientId: null, asCustomer: false, lastSeenSeq }
      return (await addMessage(context, said))?.ticket ?? null
    }
    case 'applyMacro': {
      const { key, body } = action
      const used = await applyMacro(context, { ticketId, key, body, isPreview: false, lastSeenSeq, expectedVersion })
      if (used === null) throw new AppError('not_found', `There is no such ticket, or no macro "${key}", any more.`)
      return used.ticket
    }
  }
}

const keptMembers = [
  ...restoredProperties,
  'status',
  'returnsTo',
  'reopened',
  'solvedAt',
  'closedAt',
  'taskId',
  'snoozedUntil',
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
