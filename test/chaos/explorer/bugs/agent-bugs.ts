import type { applyEvent, EventBody, loadSnapshot } from '../../../../server/core/routing/index.ts'
import type { findLost } from '../../../../server/modules/agents/index.ts'
import type { countFailure } from '../../../../server/modules/agents/endpoint-store.ts'
import type { EventHeader } from '../../../../server/modules/events/commit-horizon.ts'
import type { findWorkUnderWay } from '../../../../server/modules/handling/lost-work-view.ts'
import type { findLiveOffersOfTicket } from '../../../../server/modules/routing/index.ts'
import type { armTimer } from '../../../../server/modules/timers/index.ts'
import { exploredWorkflow } from '../explored-workflow.ts'
import type { PlantedBug } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

type Apply = typeof applyEvent
type Load = typeof loadSnapshot
type Tx = Parameters<typeof armTimer>[0]

const nothing = () => (tx: Tx) => rowTx(tx).run(() => undefined)

/** The engine is told something else of agents than is so. */
const hearing = (change: (event: EventBody) => EventBody) => ({
  applyEvent:
    (original: Apply): Apply =>
    (engine, event) =>
      original(engine, { ...event, ...change(event) }),
})

const snapshotWith = (isOffShift: boolean) => ({
  loadSnapshot:
    (original: Load): Load =>
    (engine, snapshot) =>
      original(engine, { ...snapshot, agents: snapshot.agents.map((agent) => ({ ...agent, isOffShift })) }),
})

/** Endpoints, shifts, presences that end, and workflows that change. */
export const agentBugs: readonly PlantedBug[] = [
  {
    name: 'breaker-never-opens',
    what: 'failures of an endpoint are counted and nothing follows',
    bug: {
      countFailure:
        (): typeof countFailure =>
        (tx, _workspaceId, { agentId }) => {
          const own = rowTx(tx)
          return own.run(() => {
            own.lock('load', agentId)
            const load = own.get('load', agentId)
            if (load !== undefined) own.put('load', { ...load, endpointFailures: load.endpointFailures + 1 })
            return null
          })
        },
    },
  },
  {
    name: 'breaker-closed-by-hand',
    what: 'an agent whose endpoint has failed is as before once somebody says it is available',
    bug: { isEndpointDoubtful: () => (tx: Tx) => rowTx(tx).run(() => false) },
  },
  {
    name: 'probing-without-limit',
    what: 'an endpoint that is only tried gets any number of offers',
    bug: hearing((event) => (event.kind === 'agent.presence' ? { ...event, mostOffers: Infinity } : event)),
  },
  {
    name: 'told-of-ended-offers',
    what: 'what is still to be told of an offer goes out although it has ended',
    bug: { cancelOfferDeliveries: nothing },
  },
  {
    name: 'shift-unheard',
    what: 'the router does not hear that shifts begin and end',
    bug: {
      ...hearing((event) => (event.kind === 'agent.shift' ? { ...event, isOnShift: true } : event)),
      ...snapshotWith(false),
    },
  },
  {
    name: 'shift-never-begins',
    what: 'whose shift is over stays off',
    bug: hearing((event) => (event.kind === 'agent.shift' ? { ...event, isOnShift: false } : event)),
  },
  {
    name: 'lost-work-stays',
    what: 'the work of who is gone is not given back',
    bug: {
      findWorkUnderWay: (): typeof findWorkUnderWay => (tx) => rowTx(tx).run(() => []),
    },
  },
  {
    name: 'lost-though-back',
    what: 'work is taken from an agent who has come back in time',
    bug: {
      findLost: (): typeof findLost => (tx, _workspaceId, agentId) =>
        rowTx(tx).run(() => {
          const load = rowTx(tx).get('load', agentId)
          return load === undefined ? null : { since: load.presenceSince, isForGood: false }
        }),
    },
  },
  {
    name: 'presence-without-an-end',
    what: 'nothing ends a presence whose time is over',
    bug: {
      armTimer:
        (original: typeof armTimer): typeof armTimer =>
        async (tx, workspaceId, timer) => {
          if (timer.kind !== 'agent.presence') await original(tx, workspaceId, timer)
        },
    },
  },
  {
    name: 'publication-unheard',
    what: 'the router goes on by the workflow it has read first',
    bug: {
      hear:
        (original: (headers: readonly EventHeader[]) => readonly EventHeader[]) =>
        (headers: readonly EventHeader[]): readonly EventHeader[] =>
          original(headers).filter(({ type }) => type !== 'workflow.published'),
    },
  },
  {
    name: 'workflow-not-held',
    what: 'a verb decides by a workflow that may be replaced before it writes',
    bug: { shareWorkflow: () => async () => undefined },
  },
  {
    name: 'units-by-the-newer-workflow',
    what: 'what a pause did with the units is asked of the workflow in force when the work goes on',
    bug: {
      findLiveOffersOfTicket:
        (original: typeof findLiveOffersOfTicket): typeof findLiveOffersOfTicket =>
        async (tx, ...asked) => {
          const live = await original(tx, ...asked)
          if (exploredWorkflow().queues.get('frontline')?.pauseFreesCapacity === false) return live
          const isPaused = (taskId: string) => rowTx(tx).get('task', taskId)?.state === 'paused'
          return live.filter(({ state, taskId }) => state === 'pending' || !isPaused(taskId))
        },
    },
  },
]
