import type { Decision as EngineDecision } from '../../core/routing/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type LoadChange, releaseReserved, reserveUnits, type UnitChange } from '../agents/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockTickets, takeTicketSeq } from '../tickets/index.ts'
import type { Decision } from './decision.ts'
import { insertDecisions } from './decision-store.ts'
import { findAgentsWithOffer, insertOffers, type NewOffer } from './offer-store.ts'
import { plainReasons } from './plain-words.ts'
import { requireSystem } from './require-system.ts'
import { holdEpoch } from './shard-store.ts'
import { claimTasks } from './task-store.ts'

/** A decision of the engine with what its rows need besides. */
export interface PlacedDecision {
  readonly decision: EngineDecision
  readonly ticketId: string
  readonly channel: string
  /** The agent is a person: one pending offer at a time. */
  readonly isOneAtATime: boolean
}

/** A decision that became an offer. */
export interface CommittedOffer {
  readonly decision: EngineDecision
  readonly offerId: string
  readonly taskVersion: number
}

/** A decision that lost: its task moved on, or its agent left or has no room. */
export interface LostDecision {
  readonly decision: EngineDecision
  readonly lost: 'task' | 'agent'
}

export interface DecisionsCommitted {
  readonly won: readonly CommittedOffer[]
  readonly lost: readonly LostDecision[]
}

/** A decision under way to become an offer. */
interface Candidate extends PlacedDecision {
  readonly offerId: string
  readonly decisionId: string
  readonly taskVersion: number
}

/**
 * Makes offers of a batch of decisions in one transaction, each only as far as its task still waits at the version
 * decided on and its agent is available with room; the others are given back as values. `onEvents` is told the events'
 * ids before they are committed.
 * Throws `ShardLost`, having written nothing, when another router took over.
 */
export async function commitDecisions(
  context: Context,
  batch: { epoch: number; placed: readonly PlacedDecision[]; onEvents: (eventIds: readonly string[]) => void },
): Promise<DecisionsCommitted> {
  requireSystem(context)
  return context.transaction(async (tx) => {
    const workspaceId = context.workspace.id
    // All are sent at once and run in this order: nobody else makes offers to agents whose load rows are held.
    const [, reserved, answering] = await Promise.all([
      holdEpoch(tx, workspaceId, batch.epoch),
      reserveUnits(tx, workspaceId, unitsByAgent(batch.placed)),
      findAgentsWithOffer(tx, workspaceId, singlesOf(batch.placed)),
    ])
    const loads = new Map(reserved.map((load) => [load.agentId, load]))
    const withRoom = batch.placed.filter(({ decision }) => loads.has(decision.agentId))
    const free = withRoom.filter(({ decision }) => !answering.has(decision.agentId))
    const won = await claim(tx, workspaceId, free)
    const kept = new Set(won.map(({ decision }) => decision))
    const unused = withRoom.filter(({ decision }) => !kept.has(decision))
    if (unused.length > 0) {
      for (const load of await releaseReserved(tx, workspaceId, unitsByAgent(unused))) loads.set(load.agentId, load)
    }
    batch.onEvents(await write(tx, context, { won, loads }))
    const lost = batch.placed.map(({ decision }) => decision).filter((decision) => !kept.has(decision))
    return {
      won: won.map(({ decision, offerId, taskVersion }) => ({ decision, offerId, taskVersion })),
      lost: lost.map((decision) => ({
        decision,
        lost: loads.has(decision.agentId) && !answering.has(decision.agentId) ? 'task' : 'agent',
      })),
    }
  })
}

function unitsByAgent(placed: readonly PlacedDecision[]): UnitChange[] {
  const units = new Map<string, number>()
  for (const { decision } of placed) units.set(decision.agentId, (units.get(decision.agentId) ?? 0) + decision.units)
  return [...units].map(([agentId, sum]) => ({ agentId, units: sum }))
}

async function claim(tx: Tx, workspaceId: string, placed: readonly PlacedDecision[]): Promise<Candidate[]> {
  if (placed.length === 0) return []
  const ticketIds = placed.map((one) => one.ticketId)
  const claims = placed.map(({ decision }) => ({ taskId: decision.taskId, version: decision.taskVersion }))
  const [, claimed] = await Promise.all([lockTickets(tx, workspaceId, ticketIds), claimTasks(tx, workspaceId, claims)])
  const versions = new Map(claimed.map((task) => [task.id, task.version]))
  return placed.flatMap((one) => {
    const taskVersion = versions.get(one.decision.taskId)
    return taskVersion === undefined ? [] : [{ ...one, offerId: newId(), decisionId: newId(), taskVersion }]
  })
}

function singlesOf(placed: readonly PlacedDecision[]): string[] {
  return placed.filter((one) => one.isOneAtATime).map(({ decision }) => decision.agentId)
}

/** Writes offers, decisions and events of what was won; gives the events' ids. */
async function write(
  tx: Tx,
  context: Context,
  { won, loads }: { won: readonly Candidate[]; loads: ReadonlyMap<string, LoadChange> },
): Promise<string[]> {
  if (won.length === 0) return []
  const workspaceId = context.workspace.id
  const at = context.now()
  const seqsWanted = new Map(won.map(({ ticketId }) => [ticketId, 1]))
  const [seqs, written] = await Promise.all([
    takeTicketSeq(tx, workspaceId, seqsWanted),
    insertOffers(
      tx,
      workspaceId,
      won.map((candidate) => offerOf(candidate, at)),
    ),
    insertDecisions(
      tx,
      workspaceId,
      won.map((candidate) => decisionOf(candidate, at)),
    ),
  ])
  if (written.length < won.length) throw new Error(`${won.length - written.length} offers broke an invariant.`)
  return appendEvents(
    tx,
    context,
    won.map((candidate) => eventOf(candidate, seqs, loads)),
  )
}

function offerOf(candidate: Candidate, createdAt: number): NewOffer {
  const { decision, offerId, decisionId, ticketId, channel, isOneAtATime } = candidate
  return {
    id: offerId,
    taskId: decision.taskId,
    ticketId,
    agentId: decision.agentId,
    decisionId,
    queue: decision.queueId,
    channel,
    state: 'pending',
    units: decision.units,
    forced: false,
    reasons: plainReasons(decision.record.reasons),
    createdAt,
    expiresAt: decision.expiresAt,
    isOneAtATime,
  }
}

function decisionOf({ decision, decisionId }: Candidate, createdAt: number): Decision {
  const { record } = decision
  return {
    id: decisionId,
    taskId: decision.taskId,
    agentId: decision.agentId,
    inputSeq: record.inputSequence,
    workflowVersion: Number(record.workflowVersion),
    record: { ...record, reasons: plainReasons(record.reasons), outcome: 'offered' },
    createdAt,
  }
}

function eventOf(
  { decision, ticketId, offerId, decisionId, taskVersion }: Candidate,
  seqs: ReadonlyMap<string, number>,
  loads: ReadonlyMap<string, LoadChange>,
): NewEvent {
  return {
    type: 'offer.created',
    subject: { kind: 'ticket', id: ticketId, seq: seqs.get(ticketId) ?? 0 },
    ticketId,
    data: {
      offerId: encodeId('offer', offerId),
      taskId: encodeId('task', decision.taskId),
      agentId: encodeId('agent', decision.agentId),
      queue: decision.queueId,
      expiresAt: new Date(decision.expiresAt).toISOString(),
      decisionId: encodeId('decision', decisionId),
      taskVersion,
      loadVersion: loads.get(decision.agentId)?.loadVersion ?? 0,
    },
  }
}
