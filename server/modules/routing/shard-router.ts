import { applyEvent, decide, type EventBody, nextWakeAt } from '../../core/routing/index.ts'
import type { TaskKind } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { loadAgentsForRouter } from '../agents/index.ts'
import type { EventHeader } from '../events/index.ts'
import { NoWorkflow, reloadWorkflow } from '../workflow/index.ts'
import { commitDecisions, type CommittedOffer, type LostDecision } from './commit-decisions.ts'
import { type DueOffers, endDueOffers } from './end-due-offers.ts'
import type { EndedOffer } from './end-offers.ts'
import {
  cooldownsOf,
  engineConfigOf,
  hasHours,
  isOnShift,
  openCalendars,
  openQueues,
  servedSinceOf,
} from './engine-config.ts'
import { estimateDue, type EstimateWaits } from './estimates.ts'
import { type ChangedRows, feedRows } from './feed-rows.ts'
import { leaveQueues } from './leave-queues.ts'
import { recordFindings } from './record-findings.ts'
import { findPresences, findRoutableTasks, readRoutableTasks } from './routable-view.ts'
import { createShardAgenda, type HeardChanges, type ShardAgenda } from './shard-agenda.ts'
import { loadShard, noteEffects, notePlace, noteShift, type ShardState } from './shard-state.ts'

/** The router of one workspace, under one epoch: it is told of events, and works when it is asked to. */
export interface ShardRouter {
  /** Takes note of events of the workspace; true when there is something to do. */
  hear(headers: readonly EventHeader[]): boolean
  /**
   * Does everything there is to do now and gives how long the next call may wait (ms) if nothing is heard.
   * Throws `ShardLost` when another router took over. After any failure it begins anew from the database.
   */
  work(): Promise<number>
}

export interface ShardRouterOptions {
  readonly context: Context
  readonly epoch: number
  /** The feed's mark: what happened up to it is read from the database. */
  readonly mark: () => number
  /** Works out what waiting tasks may expect; left out = steps of overflow by estimate are never due. */
  readonly estimate?: EstimateWaits
  /** Offers were committed, so long after the first event that led to them was heard (null: none did, time passed). */
  readonly onOffers?: (offers: number, latencyMs: number | null) => void
}

/** Decisions and endings of one transaction. */
const batchSize = 128
/** Time passes for the engine at least so often, whatever it asked for. */
const longestRestMs = 1_000
/** A workspace without a workflow is looked at again after this, unless one is published. */
const emptyRestMs = 5_000
/** The engine's time never goes back: when the clock was set back by more than this, the router begins anew in that time. */
const mostBackMs = 1_000
/** An offer that could not be ended and still stands is tried again after this. */
const retryMs = 250

interface Shard extends ShardRouterOptions {
  readonly agenda: ShardAgenda
  readonly state: ShardState
}

export function createShardRouter(options: ShardRouterOptions): ShardRouter {
  const agenda = createShardAgenda(options.mark())
  let state: ShardState | null = null

  async function load(): Promise<ShardState> {
    // Whatever was heard before the reading is in what is read.
    agenda.take()
    return loadShard(options.context, Math.max(options.mark(), agenda.sequence()))
  }

  return {
    hear: (headers) => agenda.hear(headers),
    work: async () => {
      try {
        state ??= await load()
        for (;;) {
          const outcome = await round({ ...options, agenda, state })
          if (outcome === 'reload') state = await load()
          else if (outcome === 'idle') return restOf({ ...options, agenda, state })
        }
      } catch (error) {
        state = null
        if (error instanceof NoWorkflow) return emptyRestMs
        throw error
      }
    },
  }
}

/** One look at what was heard and what is due, and at whom to offer what. */
async function round(shard: Shard): Promise<'again' | 'idle' | 'reload'> {
  const heard = shard.agenda.take()
  if (heard.isWorkflowNew || shard.context.now() < shard.state.engine.now - mostBackMs) return 'reload'
  await takeIn(shard, heard)
  if (await isOutdated(shard)) return 'reload'
  passTime(shard)
  await estimate(shard)
  const hasEnded = await endDue(shard)
  await report(shard)
  if (await moveOut(shard)) return 'again'
  const hasOffered = await offer(shard, heard.heardAt)
  return hasEnded || hasOffered || !shard.agenda.isEmpty() ? 'again' : 'idle'
}

async function takeIn(shard: Shard, heard: HeardChanges): Promise<void> {
  const { context, state } = shard
  const { ticketIds, agentIds, presenceIds } = heard
  if (ticketIds.length + agentIds.length + presenceIds.length === 0) return
  const rows = await readChanged(context, heard)
  for (const task of rows.tasks) notePlace(state, task)
  for (const [agentId, agent] of rows.agents) noteShift(state, agentId, agent)
  noteEffects(state, feedRows(state.engine, state.workflow, rows, stampOf(shard)))
  for (const { taskId } of rows.tasks) if (!state.engine.tasks.has(taskId)) forget(state, taskId)
}

function forget({ places, estimates }: ShardState, taskId: string): void {
  places.delete(taskId)
  estimates.due.delete(taskId)
  estimates.said.delete(taskId)
}

async function readChanged(context: Context, heard: HeardChanges): Promise<ChangedRows> {
  const { ticketIds, agentIds, presenceIds } = heard
  if (agentIds.length + presenceIds.length === 0) {
    return { tasks: await readRoutableTasks(context, ticketIds), presences: [], agents: new Map() }
  }
  const workspaceId = context.workspace.id
  const [tasks, presences, agents] = await context.read((tx) =>
    Promise.all([
      findRoutableTasks(tx, workspaceId, ticketIds),
      findPresences(tx, workspaceId, presenceIds),
      agentIds.length === 0 ? [] : loadAgentsForRouter(tx, workspaceId, agentIds),
    ]),
  )
  const found = new Map(agents.map((agent) => [agent.agentId, agent]))
  return { tasks, presences, agents: new Map(agentIds.map((id) => [id, found.get(id) ?? null])) }
}

/** A row that the workflow in memory cannot place may come from a newer one. */
async function isOutdated({ context, state }: Shard): Promise<boolean> {
  if (!state.isWorkflowDoubtful) return false
  state.isWorkflowDoubtful = false
  return (await reloadWorkflow(context)).version !== state.workflow.version
}

function passTime(shard: Shard): void {
  const { context, state } = shard
  apply(shard, { kind: 'tick' })
  passShifts(shard)
  const servedSince = servedSinceOf(state.workflow, context.now())
  const open = hasHours(state.workflow) ? openQueues(state.workflow, context.now()) : state.open
  const isNewDay = servedSince !== state.engine.config.servedSince
  if (!isNewDay && open.symmetricDifference(state.open).size === 0) return
  state.open = open
  apply(shard, { kind: 'workflow.changed', config: engineConfigOf(state.workflow, open, servedSince) })
}

/** Shifts begin and end as the hours of their calendars do. */
function passShifts(shard: Shard): void {
  const { context, state } = shard
  if (state.shifts.size === 0) return
  const open = openCalendars(state.workflow, context.now())
  if (open.symmetricDifference(state.openShifts).size === 0) return
  state.openShifts = open
  for (const [agentId, shift] of state.shifts)
    apply(shard, { kind: 'agent.shift', agentId, isOnShift: isOnShift(state.workflow, shift, open) })
}

/** Before anybody is offered what came in: somewhere else it may be taken sooner. */
async function estimate(shard: Shard): Promise<void> {
  const { state, context } = shard
  if (shard.estimate === undefined || state.estimates.due.size === 0) return
  for (const [taskId, wait] of await estimateDue(state.estimates, shard.estimate, context.now())) {
    apply(shard, { kind: 'task.estimated', taskId, waitMs: wait === null ? null : wait.p50Seconds * 1_000 })
  }
}

/** Ends offers that are due, one kind and reason a transaction, so that each takes its locks in order. */
async function endDue(shard: Shard): Promise<boolean> {
  const { context, epoch, state } = shard
  const now = context.now()
  const due = [...state.endings].filter(([, ending]) => ending.notBefore <= now).slice(0, batchSize)
  const groups = Map.groupBy(due, ([, { to, reason }]) => `${to} ${reason}`)
  for (const group of groups.values()) {
    const [first] = group
    if (first === undefined) continue
    const { to, reason } = first[1]
    const wanted: DueOffers = { epoch, offerIds: group.map(([offerId]) => offerId), to, reason }
    const ended = await endDueOffers(context, wanted)
    for (const offerId of wanted.offerIds) state.endings.delete(offerId)
    for (const one of ended) feedEnd(shard, one)
    retryStanding(shard, wanted)
  }
  return groups.size > 0
}

/**
 * The end's task version is the row's only when nothing else happened to the row in between and it waits again; else it
 * is read again.
 */
function feedEnd(shard: Shard, { offer, taskVersion, isWaiting }: EndedOffer): void {
  const { id: offerId, version, taskId, ticketId, agentId, state } = offer
  const held = shard.state.engine.tasks.get(taskId)?.version ?? 0
  const isNext = isWaiting && held + 1 === taskVersion
  if (!isNext) shard.agenda.ask({ ticketId })
  const end = { offerId, version, taskId, taskVersion: isNext ? taskVersion : held, agentId }
  const retryAt = (offer.endedAt ?? shard.context.now()) + cooldownsOf(shard.state.workflow, offer).missCooldownMs
  apply(shard, state === 'expired' ? { kind: 'offer.expired', ...end, retryAt } : { kind: 'offer.revoked', ...end })
}

/** An offer that was not ended and that the engine still holds: its rows are read, and it is tried once more. */
function retryStanding({ context, state, agenda }: Shard, { offerIds, to, reason }: DueOffers): void {
  for (const offerId of offerIds) {
    const standing = state.engine.offers.get(offerId)
    if (standing === undefined) continue
    state.endings.set(offerId, { to, reason, notBefore: context.now() + retryMs })
    agenda.ask({ ...state.places.get(standing.task.id) })
  }
}

async function report({ context, epoch, state }: Shard): Promise<void> {
  const { findings } = state
  if (findings.length === 0) return
  state.findings = []
  await recordFindings(context, { epoch, findings })
}

/** Before anybody is offered them: what is moved is read again. */
async function moveOut({ context, epoch, state, agenda }: Shard): Promise<boolean> {
  const leaving = [...state.leaving.values()].slice(0, batchSize)
  if (leaving.length === 0) return false
  await leaveQueues(context, { epoch, workflow: state.workflow, leaving })
  for (const { taskId, ticketId } of leaving) {
    state.leaving.delete(taskId)
    agenda.ask({ ticketId })
  }
  return true
}

async function offer(shard: Shard, heardAt: number | null): Promise<boolean> {
  const { context, epoch, state, agenda } = shard
  const decisions = decide(state.engine, context.now(), batchSize)
  if (decisions.length === 0) return false
  const placed = decisions.map((decision) => {
    const place = state.places.get(decision.taskId)
    if (place === undefined) throw new Error(`Task ${decision.taskId} was decided on and is in no place.`)
    const agent = state.engine.agents.get(decision.agentId)?.input
    const own = agent?.kindOverrides[decision.taskKind]?.interrupts
    const { interrupts } = state.workflow.capacity
    return {
      decision,
      ...place,
      isOneAtATime: agent?.kind === 'person',
      interrupts: own ?? interrupts[decision.taskKind as TaskKind] ?? [],
    }
  })
  const { won, lost } = await commitDecisions(context, { epoch, placed, onEvents: (ids) => agenda.ignore(ids) })
  for (const winner of won) feedCommitted(shard, winner)
  for (const loser of lost) feedLost(shard, loser)
  if (won.length > 0) shard.onOffers?.(won.length, heardAt === null ? null : performance.now() - heardAt)
  return true
}

function feedCommitted(shard: Shard, { decision, offerId, taskVersion }: CommittedOffer): void {
  const { taskId, agentId, units, expiresAt } = decision
  const offered = { offerId, version: 1, taskId, agentId, units, expiresAt }
  apply(shard, { kind: 'offer.committed', offer: offered, taskVersion })
}

function feedLost(shard: Shard, { decision: { taskId, agentId }, lost }: LostDecision): void {
  apply(shard, { kind: 'claim.lost', taskId, agentId, lost })
  shard.agenda.ask({ agentId, ...shard.state.places.get(taskId) })
}

function apply(shard: Shard, body: EventBody): void {
  noteEffects(shard.state, applyEvent(shard.state.engine, { ...stampOf(shard), ...body }))
}

function stampOf({ agenda, context }: Shard): { sequence: number; at: number } {
  return { sequence: agenda.sequence(), at: context.now() }
}

function restOf(shard: Shard): number {
  const { context, state } = shard
  const now = context.now()
  const estimates = shard.estimate === undefined ? [] : state.estimates.due.values()
  const endings = [...state.endings.values()].map((ending) => ending.notBefore)
  const wakes = [nextWakeAt(state.engine) ?? Infinity, ...endings, ...estimates]
  return Math.max(0, Math.min(longestRestMs, ...wakes.map((at) => at - now)))
}
