import type { Decision as EngineDecision } from '../../core/routing/index.ts'
import type { Context, Tx } from '../../platform/context.ts'
import { encodeId, newId } from '../../platform/ids.ts'
import { type LoadChange, lockLoads, reserveUnits, type UnitChange, unreserveUnits } from '../agents/index.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { lockTicketSeqs, takeTicketSeq } from '../tickets/index.ts'
import type { Decision } from './decision.ts'
import { insertDecisions } from './decision-store.ts'
import { plainQueue, recordToKeep } from './engine-queue.ts'
import { findAgentsWithOffer, insertOffers, type NewOffer } from './offer-store.ts'
import { countHeldOfKinds } from './held-view.ts'
import { findUnitsOfKinds } from './interruptible-view.ts'
import { placesLeft } from './places-left.ts'
import { requireSystem } from './require-system.ts'
import { holdEpoch } from './shard-store.ts'
import { type OfferNews, tellEndpoints } from './tell-endpoints.ts'
import { claimTasks, unclaimTasks } from './task-store.ts'

/** A decision of the engine with what its rows need besides. */
export interface PlacedDecision {
  readonly decision: EngineDecision
  readonly ticketId: string
  readonly channel: string
  /** The exchange's reference of the call behind it; null = it is no call. */
  readonly callRef: string | null
  /** The agent is a person: one pending offer at a time. */
  readonly isOneAtATime: boolean
  /** Kinds of work that this one may interrupt. */
  readonly interrupts: readonly string[]
}

/** A decision that became an offer. */
export interface CommittedOffer {
  readonly decision: EngineDecision
  readonly offerId: string
  readonly taskVersion: number
}

/** A decision that lost: its task moved on, or its agent left or has no room (units, or the maximum of the kind). */
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
 * decided on and its agent is available with room, in units and under the maximum of the kind; the others are given back as values. `onEvents` is told the events'
 * ids before they are committed.
 * Throws `ShardLost`, having written nothing, when another router took over.
 */
export async function commitDecisions(
  context: Context,
  batch: { epoch: number; placed: readonly PlacedDecision[]; onEvents: (eventIds: readonly string[]) => void },
): Promise<DecisionsCommitted> {
  requireSystem(context)
  return context.transaction(async (tx) => {
    const claim = await reserve(tx, context.workspace.id, batch)
    const hasRoom = (agentId: string) => claim.loads.has(agentId) && !claim.answering.has(agentId)
    const won: Candidate[] = []
    const lost: LostDecision[] = []
    for (const one of batch.placed) {
      const { decision } = one
      const taskVersion = claim.taskVersions.get(decision.taskId)
      if (!hasRoom(decision.agentId)) lost.push({ decision, lost: 'agent' })
      else if (taskVersion === undefined) lost.push({ decision, lost: 'task' })
      else if (!claim.takePlace(decision)) lost.push({ decision, lost: 'agent' })
      else won.push({ ...one, offerId: newId(), decisionId: newId(), taskVersion })
    }
    if (lost.length > 0) await giveBack(tx, context.workspace.id, { won, lost, claim })
    batch.onEvents(await write(tx, context, { won, claim }))
    return {
      won: won.map(({ decision, offerId, taskVersion }) => ({ decision, offerId, taskVersion })),
      lost,
    }
  })
}

/** What a batch could take hold of. */
interface Claim {
  /** Agents who had room, with their load after it. */
  readonly loads: Map<string, LoadChange>
  /** Persons who have another offer to answer. */
  readonly answering: ReadonlySet<string>
  /** Takes one of the places that the maximum of its kind leaves its agent; false = there is none. */
  readonly takePlace: (decision: EngineDecision) => boolean
  /** Tasks that still waited, with their new version. */
  readonly taskVersions: ReadonlyMap<string, number>
  /** The last place taken in each ticket's sequence. */
  readonly seqs: ReadonlyMap<string, number>
}

/**
 * Takes hold of everything in one round trip: the statements run in this order, which is that of all locks. What some of
 * them got for a decision that another one refused is given back afterwards, which is rare.
 */
async function reserve(
  tx: Tx,
  workspaceId: string,
  { epoch, placed }: { epoch: number; placed: readonly PlacedDecision[] },
): Promise<Claim> {
  const decisions = placed.map(({ decision }) => decision)
  const ticketIds = placed.map(({ ticketId }) => ticketId)
  const singles = placed.filter((one) => one.isOneAtATime).map(({ decision }) => decision.agentId)
  const units = await unitsByAgent(tx, workspaceId, { epoch, placed })
  const claims = decisions.map(({ taskId, taskVersion }) => ({ taskId, version: taskVersion }))
  const limited = decisions.filter(({ maxAtOnce }) => maxAtOnce !== null)
  const [, reserved, answering, held, seqs, claimed] = await Promise.all([
    holdEpoch(tx, workspaceId, epoch),
    reserveUnits(tx, workspaceId, units),
    findAgentsWithOffer(tx, workspaceId, singles),
    // It sees what whoever had the loads before has committed: they are locked by now, whether there was room or not.
    limited.length === 0 ? [] : countHeldOfKinds(tx, workspaceId, limited),
    lockTicketSeqs(tx, workspaceId, ticketIds),
    claimTasks(tx, workspaceId, claims),
  ])
  return {
    loads: new Map(reserved.map((load) => [load.agentId, load])),
    answering,
    takePlace: placesLeft(held),
    taskVersions: new Map(claimed.map((task) => [task.id, task.version])),
    seqs,
  }
}

async function giveBack(
  tx: Tx,
  workspaceId: string,
  { won, lost, claim }: { won: readonly Candidate[]; lost: readonly LostDecision[]; claim: Claim },
): Promise<void> {
  const winners = new Set(won.map(({ decision }) => decision.agentId))
  const reserved = lost.map(({ decision }) => decision).filter(({ agentId }) => claim.loads.has(agentId))
  const undone = sumByAgent(reserved).map((change) => ({ ...change, isWhole: !winners.has(change.agentId) }))
  const [released] = await Promise.all([
    unreserveUnits(tx, workspaceId, undone),
    unclaimTasks(
      tx,
      workspaceId,
      lost.map(({ decision }) => decision.taskId).filter((taskId) => claim.taskVersions.has(taskId)),
    ),
  ])
  for (const load of released) claim.loads.set(load.agentId, load)
}

/** What the batch asks of each agent. Only where work may be interrupted the agent's other work is looked at, once it is held. */
async function unitsByAgent(
  tx: Tx,
  workspaceId: string,
  { epoch, placed }: { epoch: number; placed: readonly PlacedDecision[] },
): Promise<UnitChange[]> {
  const changes = sumByAgent(placed.map(({ decision }) => decision))
  const interrupting = placed.filter(({ interrupts }) => interrupts.length > 0)
  if (interrupting.length === 0) return changes
  const kindsOf = new Map<string, Set<string>>()
  for (const { decision, interrupts } of interrupting)
    kindsOf.set(decision.agentId, new Set([...(kindsOf.get(decision.agentId) ?? []), ...interrupts]))
  await holdEpoch(tx, workspaceId, epoch)
  await lockLoads(
    tx,
    workspaceId,
    changes.map(({ agentId }) => agentId),
  )
  const wanted = [...kindsOf].flatMap(([agentId, kinds]) => [...kinds].map((kind) => ({ agentId, kind })))
  const held = await findUnitsOfKinds(tx, workspaceId, wanted)
  return changes.map((change) => {
    const kinds = kindsOf.get(change.agentId)
    const own = placed.filter(
      ({ decision: { agentId, taskKind } }) => agentId === change.agentId && kinds?.has(taskKind),
    )
    const inBatch = own.reduce((sum, { decision }) => sum + decision.units, 0)
    return { ...change, interruptible: (held.get(change.agentId) ?? 0) + inBatch }
  })
}

function sumByAgent(decisions: readonly EngineDecision[]): UnitChange[] {
  const sums = new Map<string, number>()
  for (const { agentId, units } of decisions) sums.set(agentId, (sums.get(agentId) ?? 0) + units)
  return [...sums].map(([agentId, units]) => ({ agentId, units }))
}

/** Writes offers, decisions and events of what was won, in one round trip; gives the events' ids. */
async function write(
  tx: Tx,
  context: Context,
  { won, claim }: { won: readonly Candidate[]; claim: Claim },
): Promise<string[]> {
  if (won.length === 0) return []
  const workspaceId = context.workspace.id
  const at = context.now()
  const offers = won.map((candidate) => offerOf(candidate, at))
  const decisions = won.map((candidate) => decisionOf(candidate, at))
  const [written, eventIds] = await Promise.all([
    insertOffers(tx, workspaceId, offers),
    appendEvents(
      tx,
      context,
      won.map((candidate) => eventOf(candidate, claim)),
    ),
    insertDecisions(tx, workspaceId, decisions),
    takeTicketSeq(tx, workspaceId, new Map(won.map(({ ticketId }) => [ticketId, 1]))),
  ])
  if (written.length < won.length) throw new Error(`${won.length - written.length} offers broke an invariant.`)
  await tellEndpoints(tx, context, newsOf(won, eventIds, claim))
  return eventIds
}

function newsOf(won: readonly Candidate[], eventIds: readonly string[], { seqs }: Claim): OfferNews[] {
  return won.flatMap(({ offerId, ticketId, isOneAtATime }, index) => {
    const news = { offerId, eventId: eventIds[index] ?? '', sequence: (seqs.get(ticketId) ?? 0) + 1 }
    return isOneAtATime ? [] : [{ ...news, type: 'offer.created' as const }]
  })
}

function offerOf(candidate: Candidate, createdAt: number): NewOffer {
  const { decision, offerId, decisionId, ticketId, channel, isOneAtATime } = candidate
  return {
    id: offerId,
    taskId: decision.taskId,
    ticketId,
    agentId: decision.agentId,
    decisionId,
    queue: plainQueue(decision.queueId),
    channel,
    state: 'pending',
    units: decision.units,
    forced: false,
    reasons: decision.record.reasons,
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
    record: { ...recordToKeep(record), outcome: 'offered' },
    createdAt,
  }
}

function eventOf(
  { decision, ticketId, callRef, offerId, decisionId, taskVersion }: Candidate,
  { seqs, loads }: Claim,
): NewEvent {
  return {
    type: 'offer.created',
    subject: { kind: 'ticket', id: ticketId, seq: (seqs.get(ticketId) ?? 0) + 1 },
    ticketId,
    data: {
      offerId: encodeId('offer', offerId),
      taskId: encodeId('task', decision.taskId),
      agentId: encodeId('agent', decision.agentId),
      queue: plainQueue(decision.queueId),
      expiresAt: new Date(decision.expiresAt).toISOString(),
      decisionId: encodeId('decision', decisionId),
      ...(callRef !== null && { callRef }),
      taskVersion,
      loadVersion: loads.get(decision.agentId)?.loadVersion ?? 0,
    },
  }
}
