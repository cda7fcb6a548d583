import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { requirePermission } from '../access/index.ts'
import {
  announceEvents,
  countLogFailure,
  findEvents,
  findLogPlace,
  type LogPlace,
  type LogReader,
  moveLogPlace,
  type PlacedEvent,
} from '../events/index.ts'
import { findTicket, lockTickets } from '../tickets/index.ts'
import { currentWorkflow } from '../workflow/index.ts'
import { mentionTeam, type TeamMention } from '../collaboration/index.ts'
import { composeMail, type MailDraft } from './compose-mail.ts'
import { draftsOfEvent, mayAskForMails } from './drafts-of-event.ts'
import { mailEventTypes } from './mail-rules.ts'
import { insertMail } from './outbox-store.ts'
import type { Told } from './readers.ts'
import { teamOfEvent } from './team-of-event.ts'

const eventsTogether = 200
const readerIn = ({ workspace }: Context): LogReader => ({ workspaceId: workspace.id, reader: 'mail' })
/** An event that fails this often in a row is passed over, so that it keeps no other from being written about. */
const failuresAtMost = 5
/** So far the place may stay behind without anything to write about. */
const idleEvents = 1_000

/**
 * Writes the mails that events up to a number of the log ask for: each event once, whoever and however many write, since
 * the place in the log moves in the transaction that puts its mails into the outbox. False when there may be more.
 */
export async function writeMails(context: Context, { upTo }: { upTo: number }): Promise<boolean> {
  requirePermission(context, 'mail:write')
  const workflow = await currentWorkflow(context)
  const workspaceId = context.workspace.id
  const { feed, events } = await context.readByKeys(async (tx) => {
    const feed = await findLogPlace(tx, readerIn(context))
    const range = { types: mailEventTypes, after: feed.seq, upTo, limit: eventsTogether }
    return { feed, events: await findEvents(tx, workspaceId, range) }
  })
  let from = feed
  for (const event of events) {
    const step = await writeOne(context, { workflow, event, from })
    if (step === 'overtaken') return true
    from = step
  }
  const isAll = events.length < eventsTogether
  const to = isAll ? upTo : (events.at(-1)?.seq ?? upTo)
  if (to > from.seq && (events.length > 0 || to - from.seq > idleEvents)) await pass(context, from.seq, to)
  return isAll
}

interface Step {
  readonly workflow: WorkflowSnapshot
  readonly event: PlacedEvent
  readonly from: LogPlace
}

/** Writes about one event. Gives the place after it: the same when there was nothing to write. */
async function writeOne(context: Context, step: Step): Promise<LogPlace | 'overtaken'> {
  try {
    const { workflow, event, from } = step
    if (!mayAskForMails({ context, workflow, event })) return from
    const asked = await context.readByKeys((tx) => askedBy(tx, { context, workflow, event }))
    if (asked.drafts.length === 0 && asked.team === null) return from
    await keep(context, step, asked)
    return { seq: event.seq, failures: 0 }
  } catch (error) {
    if (error instanceof BeenHere) return 'overtaken'
    return await countFailure(context, step, error)
  }
}

/** What an event asks for: mails, and a place among the mentions of a team. */
interface Asked {
  readonly drafts: readonly MailDraft[]
  readonly team: TeamMention | null
}

async function askedBy(tx: Tx, told: Told): Promise<Asked> {
  return { drafts: await draftsOfEvent(tx, told), team: await teamOfEvent(tx, told) }
}

async function keep(context: Context, { workflow, event, from }: Step, asked: Asked): Promise<void> {
  // oxlint-disable-next-line switchyard/verb -- what happened has been recorded; this writes to people about it
  await context.transaction(async (tx) => {
    const erased = await holdTickets(tx, context, asked)
    // Written anew under the lock: words may have been taken out since.
    const { drafts, team } = await askedBy(tx, { context, workflow, event })
    for (const draft of drafts) {
      if (draft.ticketId !== null && erased.has(draft.ticketId)) continue
      const mail = composeMail(context, workflow, draft)
      if (mail !== null) await insertMail(tx, context.workspace.id, mail)
    }
    if (team !== null && !erased.has(team.ticketId)) await mentionTeam(tx, context, team)
    if (!(await moveLogPlace(tx, readerIn(context), { from: from.seq, to: event.seq })))
      throw new BeenHere('Another writer was here.')
    // The sender is woken by the same bell as everybody.
    tx.afterCommit(() => announceEvents(context.memory))
  })
}

/** Holds the tickets that it is about, and gives those whose customer was erased since the mails were drafted. */
async function holdTickets(tx: Tx, context: Context, { drafts, team }: Asked): Promise<ReadonlySet<string>> {
  const ids = [...new Set([...drafts, ...(team === null ? [] : [team])].flatMap(({ ticketId }) => ticketId ?? []))]
  const erased = new Set<string>()
  for (const id of await lockTickets(tx, context.workspace.id, ids)) {
    const ticket = await findTicket(tx, context.workspace.id, id)
    if (ticket?.isErased === true) erased.add(id)
  }
  return erased
}

/** What this writer was about to do has been done. */
class BeenHere extends Error {
  override readonly name = 'BeenHere'
}

/** Throws the failure on, for a later try, until there were too many of them. */
async function countFailure(context: Context, { event, from }: Step, error: unknown): Promise<LogPlace> {
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  const failures = await context.transaction((tx) => countLogFailure(tx, readerIn(context), from.seq))
  if (failures < failuresAtMost) throw error
  await pass(context, from.seq, event.seq)
  return { seq: event.seq, failures: 0 }
}

async function pass(context: Context, from: number, to: number): Promise<void> {
  // oxlint-disable-next-line switchyard/verb -- moves only the place in the log, which no event tells of
  await context.transaction((tx) => moveLogPlace(tx, readerIn(context), { from, to }))
}
