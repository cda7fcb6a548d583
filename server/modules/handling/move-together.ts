import type { Context, Tx } from '../../platform/context.ts'
import { queueDeliveries } from '../deliveries/index.ts'
import { announceEvents } from '../events/index.ts'
import { findShownOffersById, findShownTasks } from '../routing/index.ts'
import { findTickets } from '../tickets/index.ts'
import { holdWorkflow } from '../workflow/index.ts'
import { callbacksOf } from './callbacks-of.ts'
import { type DecidedMoves, decideMoves, type WorkRead } from './decide-moves.ts'
import type { MoveMade, WaitingMove } from './gather-moves.ts'
import { asUnmovable, UnmovableTogether, writeMoved } from './moved-store.ts'
import { holdWork } from './work-lock-store.ts'
import { findWork, findWorkPlaces } from './work-view.ts'

/**
 * Makes moves of many tasks of one workspace in one transaction: what each needs is read under the locks of its agent and
 * ticket, decided in memory, and written by one statement. What somebody else holds, what is more than the plain move and
 * what is to be refused is given back to be made alone; so is everything when the database refuses a row.
 */
export async function moveTogether(batch: readonly WaitingMove[]): Promise<void> {
  const [first] = batch
  if (first === undefined) return
  const moved = await moveAll(first.context, batch).catch((error: unknown) => {
    if (!(error instanceof UnmovableTogether)) throw error
    return null
  })
  const { alone, answers } = moved ?? { alone: batch, answers: [] }
  if (answers.length > 0) announceEvents(first.context.memory)
  for (const { entry, answer } of answers) entry.resolve(answer)
  for (const { resolve } of alone) resolve({ kind: 'alone' })
}

interface Answered {
  readonly alone: readonly WaitingMove[]
  readonly answers: readonly { readonly entry: WaitingMove; readonly answer: MoveMade }[]
}

function moveAll(context: Context, batch: readonly WaitingMove[]): Promise<Answered> {
  // oxlint-disable-next-line switchyard/verb -- acceptOffer and completeTask are the verbs: each move is asked about in decideMoves, which gives its events
  return context.transaction(async (tx) => {
    const read = await readWork(tx, context, batch)
    const decided = decideMoves(batch, read)
    if (decided.made.length === 0) return { alone: decided.alone, answers: [] }
    return { alone: decided.alone, answers: await write(tx, context, decided, read) }
  })
}

async function readWork(tx: Tx, context: Context, batch: readonly WaitingMove[]): Promise<WorkRead> {
  const workspaceId = context.workspace.id
  const offerIds = batch.flatMap(({ wish }) => (wish.kind === 'accept' ? [wish.offerId] : []))
  const taskIds = batch.flatMap(({ wish }) => (wish.kind === 'complete' ? [wish.taskId] : []))
  const [workflow, places] = await Promise.all([
    holdWorkflow(tx, context),
    findWorkPlaces(tx, workspaceId, { offerIds, taskIds }),
  ])
  const ticketIds = [...new Set(places.map(({ ticketId }) => ticketId))]
  const agentIds = [...new Set(places.map(({ agentId }) => agentId))]
  // Sent at once and carried out one after the other: what is read is read under the locks.
  const [held, tickets, work] = await Promise.all([
    holdWork(tx, workspaceId, { agentIds, ticketIds }),
    findTickets(tx, workspaceId, ticketIds),
    findWork(tx, workspaceId, [...new Set(places.map(({ taskId }) => taskId))]),
  ])
  return {
    taskOf: new Map(places.flatMap(({ offerId, taskId }) => (offerId === null ? [] : [[offerId, taskId] as const]))),
    work: new Map([...work].filter(([, { ticketId, offer }]) => held.has(ticketId) && held.has(offer.agentId))),
    tickets: new Map(tickets.map((ticket) => [ticket.id, ticket])),
    workflow,
    at: context.now(),
  }
}

/** Writes it and reads what it has become, in one round trip, and tells the callbacks. */
async function write(
  tx: Tx,
  context: Context,
  { made, rows }: DecidedMoves,
  { at, workflow }: WorkRead,
): Promise<Answered['answers']> {
  const workspaceId = context.workspace.id
  const { accept = [], complete = [] } = Object.groupBy(made, ({ entry }) => entry.wish.kind)
  const told = accept.filter(({ ticket }) => ticket.callbackUrl !== null)
  const offerIds = accept.map(({ offerId }) => offerId)
  const taskIds = complete.map(({ taskId }) => taskId)
  const ticketIds = told.map(({ ticket }) => ticket.id)
  const writing = writeMoved(tx, workspaceId, { rows, at })
  const reading = Promise.all([
    accept.length === 0 ? [] : findShownOffersById(tx, workspaceId, offerIds),
    complete.length === 0 ? [] : findShownTasks(tx, workspaceId, taskIds),
    told.length === 0 ? [] : findTickets(tx, workspaceId, ticketIds),
  ])
  // What was refused is what the writing says: after that nothing can be read either.
  reading.catch(() => {})
  await writing
  const [offers, tasks, tickets] = await reading
  const ticketNow = new Map(tickets.map((ticket) => [ticket.id, ticket]))
  const callbacks = told.flatMap(({ entry, ticket, facts, eventIds }) =>
    callbacksOf(entry.context, { workflow, ticket: ticketNow.get(ticket.id) ?? ticket, facts, eventIds }),
  )
  await queueDeliveries(tx, context, callbacks).catch((error: unknown) => {
    throw asUnmovable(error)
  })
  const offerNow = new Map(offers.map((offer) => [offer.id, offer]))
  const taskNow = new Map(tasks.map((task) => [task.id, task]))
  return made.map(({ entry, offerId, taskId }) => {
    const offer = offerNow.get(offerId)
    const task = taskNow.get(taskId)
    if (offer !== undefined) return { entry, answer: { kind: 'accepted', offer } }
    if (task !== undefined) return { entry, answer: { kind: 'completed', task } }
    throw new Error(`Task ${taskId} was moved and is gone.`)
  })
}
