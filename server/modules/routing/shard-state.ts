import { createEngine, type Effect, type Engine, loadSnapshot } from '../../core/routing/index.ts'
import type { WorkflowSnapshot } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { loadAgentsForRouter } from '../agents/index.ts'
import { reloadWorkflow } from '../workflow/index.ts'
import { agentSnapshotOf } from './agent-input.ts'
import { createEstimates, type Estimates, noteWait } from './estimates.ts'
import { engineConfigOf, openCalendars, openQueues, servedSinceOf } from './engine-config.ts'
import type { Leaving } from './leave-queues.ts'
import type { Finding } from './record-findings.ts'
import { findLiveRoutableTasks, type RoutableTask } from './routable-view.ts'
import { findServed } from './served-view.ts'
import { offerInputOf, taskInputOf } from './task-input.ts'

/** An offer the router is to end. */
export interface DueEnding {
  readonly to: 'expired' | 'revoked'
  readonly reason: string | null
  /** Not tried before this instant. */
  readonly notBefore: number
}

/** Everything one active router holds in memory. */
export interface ShardState {
  readonly engine: Engine
  readonly workflow: WorkflowSnapshot
  /** Queues that are open now. */
  open: ReadonlySet<string>
  /** Calendars that are open now. */
  openShifts: ReadonlySet<string>
  /** The calendar of each agent that has one. */
  readonly shifts: Map<string, string>
  /** What rows about a task need and the engine does not know. */
  readonly places: Map<string, Pick<RoutableTask, 'ticketId' | 'channel' | 'callRef'>>
  /** By offer. */
  readonly endings: Map<string, DueEnding>
  findings: Finding[]
  /** By task. */
  readonly leaving: Map<string, Leaving>
  readonly estimates: Estimates
  /** A row named something this workflow does not have. */
  isWorkflowDoubtful: boolean
}

/** Reads the workspace as it is now into a new engine; `sequence` is the feed's mark from before the reading. */
export async function loadShard(context: Context, sequence: number): Promise<ShardState> {
  const workflow = await reloadWorkflow(context)
  const now = context.now()
  const open = openQueues(workflow, now)
  const openShifts = openCalendars(workflow, now)
  const servedSince = servedSinceOf(workflow, now)
  const [tasks, agents, served] = await context.read((tx) =>
    Promise.all([
      findLiveRoutableTasks(tx, context.workspace.id),
      loadAgentsForRouter(tx, context.workspace.id),
      findServed(tx, context.workspace.id, servedSince),
    ]),
  )
  const engine = createEngine(engineConfigOf(workflow, open, servedSince))
  const state: ShardState = {
    engine,
    workflow,
    open,
    openShifts,
    shifts: new Map(),
    places: new Map(),
    endings: new Map(),
    findings: [],
    leaving: new Map(),
    estimates: createEstimates(),
    isWorkflowDoubtful: false,
  }
  for (const task of tasks) notePlace(state, task)
  for (const agent of agents) noteShift(state, agent.agentId, agent)
  const effects = loadSnapshot(engine, {
    sequence,
    now,
    tasks: tasks.map((task) => taskInputOf(task, workflow)),
    agents: agents.map((agent) => agentSnapshotOf(agent, workflow, { open: openShifts, served })),
    offers: tasks.flatMap((task) => offerInputOf(task) ?? []),
  })
  noteEffects(state, effects)
  // What is refused in a snapshot of the newest workflow would be refused again.
  state.isWorkflowDoubtful = false
  revokeOrphans(state)
  return state
}

/** Keeps where a task belongs, and whether its wait is to be estimated. */
export function notePlace({ places, estimates, workflow }: ShardState, task: RoutableTask): void {
  const { taskId, ticketId, channel, callRef } = task
  places.set(taskId, { ticketId, channel, callRef })
  noteWait(estimates, task, workflow)
}

/** Keeps in whose hours an agent works; null = it is archived. */
export function noteShift({ shifts }: ShardState, agentId: string, agent: { shift: string | null } | null): void {
  if (agent?.shift == null) shifts.delete(agentId)
  else shifts.set(agentId, agent.shift)
}

/** Puts what the engine asks for on the lists of what is to be done. */
export function noteEffects(state: ShardState, effects: readonly Effect[]): void {
  for (const effect of effects) noteEffect(state, effect)
}

function noteEffect(state: ShardState, effect: Effect): void {
  switch (effect.kind) {
    case 'revoke':
      return void state.endings.set(effect.offerId, { to: 'revoked', reason: effect.reason, notBefore: 0 })
    case 'expire':
      return void state.endings.set(effect.offerId, { to: 'expired', reason: null, notBefore: 0 })
    case 'exhausted':
    case 'unroutable': {
      const { kind, taskId, record } = effect
      const ticketId = state.places.get(taskId)?.ticketId
      // A closed queue has no members for the time being, which says nothing of its tasks.
      if (ticketId !== undefined && state.open.has(record.queueId))
        state.findings.push({ kind, taskId, ticketId, record })
      return
    }
    case 'overflow':
    case 'expire-task': {
      const { taskId, taskVersion, record } = effect
      const ticketId = state.places.get(taskId)?.ticketId
      const step = effect.kind === 'overflow' ? effect.step : null
      const estimate = state.estimates.said.get(taskId) ?? null
      if (ticketId !== undefined) state.leaving.set(taskId, { taskId, ticketId, taskVersion, step, record, estimate })
      return
    }
    case 'refused':
      state.isWorkflowDoubtful = true
      return
    case 'wake':
    case 'offer':
      return
  }
}

/** Offers whose agent left while no router was active. */
function revokeOrphans({ engine, endings }: ShardState): void {
  for (const { offerId, agentId } of engine.offers.values()) {
    const agent = engine.agents.get(agentId)
    if (agent?.presence === 'available' || agent?.keepsOffers === true) continue
    endings.set(offerId, { to: 'revoked', reason: agent === undefined ? 'agent_left' : 'presence', notBefore: 0 })
  }
}
