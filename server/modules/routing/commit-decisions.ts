import type { Decision as EngineDecision } from '../../core/routing/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type LoadChange, releaseReserved, reserveUnits, type UnitChange } from '../agents/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockTickets, takeTicketSeq } from '../tickets/index.ts'
import type { Decision } from './decision.ts'
import { insertDecisions } from './decision-store.ts'
import { insertOffers, type NewOffer } from './offer-store.ts'
import { plainReasons } from './plain-words.ts'
import { requireSystem } from './require-system.ts'
import { holdEpoch } from './shard-store.ts'
import { claimTasks, saveTask } from './task-store.ts'

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
    const T=(globalThis as any).T??=[]; const t0=performance.now(); const m=(n:string)=>T.push([n,performance.now()-t0])
    const workspaceId = context.workspace.id
    const [, reserved] = await Promise.all([
      holdEpoch(tx, workspaceId, batch.epoch),
      reserveUnits(tx, workspaceId, unitsByAgent(batch.placed)),
    ])
    m('1 reserve')
    const loads = new Map(reserved.map((load) => [load.agentId, load]))
    const withRoom = batch.placed.filter(({ decision }) => loads.has(decision.agentId))
    const claimed = await claim(tx, workspaceId, withRoom)
    m('2 claim')
    const written = await writeOffers(tx, context, claimed)
    m('3 offers')
    const won = claimed.filter((candidate) => written.has(candidate.offerId))
    await undo(tx, workspaceId, { withRoom, claimed, written, loads })
    batch.onEvents(await record(tx, context, { won, loads }))
    m('4 record')
    return outcomeOf(batch.placed, { withRoom, claimed, won })
  })
}

function unitsByAgent(placed: readonly PlacedDecision[]): UnitChange[] {
  const units = new Map<string, number>()
  for (const { decision } of placed) units.set(decision.agentId, (units.get(decision.agentId) ?? 0) + decision.units)
  return [...units].map(([agentId, sum]) => ({ agentId, units: sum }))
}

async function claim(tx: Tx, workspaceId: string, placed: readonly PlacedDecision[]): Promise<Candidate[]> {
  if (placed.length === 0) return []
  const claims = placed.map(({ decision }) => ({ taskId: decision.taskId, version: decision.taskVersion }))
  const [, claimed] = await Promise.all([
    lockTickets(
      tx,
      workspaceId,
      placed.map((one) => one.ticketId),
    ),
    claimTasks(tx, workspaceId, claims),
  ])
  const versions = new Map(claimed.map((task) => [task.id, task.version]))
  return placed.flatMap((one) => {
    const taskVersion = versions.get(one.decision.taskId)
    return taskVersion === undefined ? [] : [{ ...one, offerId: newId(), decisionId: newId(), taskVersion }]
  })
}

async function writeOffers(tx: Tx, context: Context, claimed: readonly Candidate[]): Promise<Set<string>> {
  if (claimed.length === 0) return new Set()
  const createdAt = context.now()
  const offers = claimed.map(({ decision, offerId, decisionId, ticketId, channel, isOneAtATime }): NewOffer => ({
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
  }))
  return new Set(await insertOffers(tx, context.workspace.id, offers))
}

/** Gives back what was reserved for tasks that were lost, and the tasks whose offer an invariant forbade. */
async function undo(
  tx: Tx,
  workspaceId: string,
  {
    withRoom,
    claimed,
    written,
    loads,
  }: {
    withRoom: readonly PlacedDecision[]
    claimed: readonly Candidate[]
    written: ReadonlySet<string>
    loads: Map<string, LoadChange>
  },
): Promise<void> {
  const kept = new Set(claimed.filter(({ offerId }) => written.has(offerId)).map(({ decision }) => decision.taskId))
  const lost = withRoom.filter(({ decision }) => !kept.has(decision.taskId))
  if (lost.length === 0) return
  for (const { decision, offerId } of claimed) {
    if (!written.has(offerId)) await saveTask(tx, workspaceId, decision.taskId, { state: 'waiting' })
  }
  for (const load of await releaseReserved(tx, workspaceId, unitsByAgent(lost))) loads.set(load.agentId, load)
}

async function record(
  tx: Tx,
  context: Context,
  { won, loads }: { won: readonly Candidate[]; loads: ReadonlyMap<string, LoadChange> },
): Promise<string[]> {
  if (won.length === 0) return []
  const [next] = await Promise.all([
    takeTicketSeq(tx, context.workspace.id, new Map(won.map(({ ticketId }) => [ticketId, 1]))),
    insertDecisions(
      tx,
      context.workspace.id,
      won.map((candidate) => decisionOf(context, candidate)),
    ),
  ])
  const events = won.map(({ decision, ticketId, offerId, decisionId, taskVersion }): NewEvent => ({
    type: 'offer.created',
    subject: { kind: 'ticket', id: ticketId, seq: next.get(ticketId) ?? 0 },
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
  }))
  return appendEvents(tx, context, events)
}

function decisionOf(context: Context, { decision, decisionId }: Candidate): Decision {
  const { record: made } = decision
  return {
    id: decisionId,
    taskId: decision.taskId,
    agentId: decision.agentId,
    inputSeq: made.inputSequence,
    workflowVersion: Number(made.workflowVersion),
    record: { ...made, reasons: plainReasons(made.reasons), outcome: 'offered' },
    createdAt: context.now(),
  }
}

function outcomeOf(
  placed: readonly PlacedDecision[],
  {
    withRoom,
    claimed,
    won,
  }: {
    withRoom: readonly PlacedDecision[]
    claimed: readonly Candidate[]
    won: readonly Candidate[]
  },
): DecisionsCommitted {
  const hadRoom = new Set(withRoom.map(({ decision }) => decision))
  const hadTask = new Set(claimed.map(({ decision }) => decision))
  const winners = new Set(won.map(({ decision }) => decision))
  const losers = placed.map((one) => one.decision).filter((decision) => !winners.has(decision))
  return {
    won: won.map(({ decision, offerId, taskVersion }) => ({ decision, offerId, taskVersion })),
    // With room and task in hand only the agent's other pending offer can have been in the way.
    lost: losers.map((decision) => ({
      decision,
      lost: hadRoom.has(decision) && !hadTask.has(decision) ? 'task' : 'agent',
    })),
  }
}
