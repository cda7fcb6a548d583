import type { applyEvent, Effect, loadSnapshot } from '../../../../server/core/routing/index.ts'
import type { EventHeader, HorizonView } from '../../../../server/modules/events/commit-horizon.ts'
import { ShardLost } from '../../../../server/modules/routing/index.ts'
import type { findLiveRoutableTasks, findRoutableTasks } from '../../../../server/modules/routing/routable-view.ts'
import type { claimTasks, saveTask, unclaimTasks } from '../../../../server/modules/routing/task-store.ts'
import type { PlantedBug } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

type Apply = typeof applyEvent
type Save = typeof saveTask

const withoutEffects =
  (isLost: (effect: Effect) => boolean) =>
  (original: Apply): Apply =>
  (engine, event) =>
    original(engine, event).filter((effect) => !isLost(effect))

const hearingOnly =
  (isHeard: (header: EventHeader) => boolean) =>
  (original: (headers: readonly EventHeader[]) => readonly EventHeader[]) =>
  (headers: readonly EventHeader[]): readonly EventHeader[] =>
    original(headers).filter(isHeard)

const claimAny =
  (mayClaim: (task: { state: string }) => boolean) => (): typeof claimTasks => (tx, _workspaceId, claims) => {
    const own = rowTx(tx)
    return own.run(() => {
      const tasks = claims.flatMap(({ taskId }) => own.get('task', taskId) ?? []).filter(mayClaim)
      for (const { id } of tasks) own.lock('task', id)
      return tasks.map((task) => {
        const claimed = { ...task, state: 'offered' as const, version: task.version + 1 }
        own.put('task', claimed)
        return { id: claimed.id, version: claimed.version }
      })
    })
  }

const enteredAnew = (patch: object): object => ({ ...patch, enteredAt: 1 })

/** Wrong claims, and a router that forgets or misunderstands. */
export const routerBugs: readonly PlantedBug[] = [
  {
    name: 'epoch-not-checked',
    what: 'a router writes whatever its epoch',
    bug: {
      holdEpoch: () => async (tx: Parameters<Save>[0], _workspaceId: string, epoch: number) => {
        rowTx(tx).epoch = epoch
      },
    },
  },
  {
    name: 'epoch-checked-but-not-held',
    what: 'the epoch is read without keeping it from being raised until the commit',
    bug: {
      holdEpoch: () => (tx: Parameters<Save>[0], workspaceId: string, epoch: number) => {
        const own = rowTx(tx)
        own.epoch = epoch
        return own.run(() => {
          if (own.get('shard', workspaceId)?.epoch !== epoch) throw new ShardLost('This epoch is over.')
        })
      },
    },
  },
  {
    name: 'claim-ignores-the-state',
    what: 'a task is claimed although it does not wait any more',
    bug: { claimTasks: claimAny(() => true) },
  },
  {
    name: 'claim-ignores-the-version',
    what: 'a task is claimed although it has changed since the decision',
    bug: { claimTasks: claimAny(({ state }) => state === 'waiting') },
  },
  {
    name: 'claim-not-given-back',
    what: 'a task whose agent had no room stays claimed',
    bug: { unclaimTasks: (): typeof unclaimTasks => async () => undefined },
  },
  {
    name: 'exclusion-lost',
    what: 'who declined is not remembered with the task',
    bug: {
      saveTask:
        (original: Save): Save =>
        (tx, workspaceId, taskId, { exclude: _lost, ...patch }) =>
          original(tx, workspaceId, taskId, patch),
    },
  },
  {
    name: 'rank-lost',
    what: 'a task that waits again enters anew',
    bug: {
      saveTask:
        (original: Save): Save =>
        (tx, workspaceId, taskId, patch) =>
          original(tx, workspaceId, taskId, patch.state === 'waiting' ? enteredAnew(patch) : patch),
    },
  },
  {
    name: 'requeued-task-forgotten-at-takeover',
    what: 'a router that takes over does not load tasks that were offered before',
    bug: {
      findLiveRoutableTasks:
        (original: typeof findLiveRoutableTasks): typeof findLiveRoutableTasks =>
        async (tx, workspaceId) =>
          (await original(tx, workspaceId)).filter(({ state, version }) => state !== 'waiting' || version === 1),
    },
  },
  {
    name: 'pending-offers-forgotten-at-takeover',
    what: 'a router that takes over does not load pending offers, so nobody lets them expire',
    bug: {
      loadSnapshot:
        (original: typeof loadSnapshot): typeof loadSnapshot =>
        (engine, snapshot) =>
          original(engine, { ...snapshot, offers: [] }),
    },
  },
  {
    name: 'event-lost',
    what: 'the feed leaves out the end of an offer',
    bug: { hear: hearingOnly(({ type }) => type !== 'offer.declined') },
  },
  {
    name: 'presence-event-lost',
    what: 'the feed leaves out changes of presence',
    bug: { hear: hearingOnly(({ type }) => type !== 'agent.presence_changed') },
  },
  {
    name: 'hole-skipped',
    what: 'the feed goes past a number whose transaction has not ended',
    bug: {
      viewHorizon:
        (original: (...args: unknown[]) => HorizonView) =>
        (...args: unknown[]): HorizonView => {
          const view = original(...args)
          return { ...view, xmin: view.nextXid }
        },
    },
  },
  {
    name: 'requeued-row-passed-over',
    what: 'the router does not take in rows of tasks that wait again',
    bug: {
      findRoutableTasks:
        (original: typeof findRoutableTasks): typeof findRoutableTasks =>
        async (tx, workspaceId, ticketIds) =>
          (await original(tx, workspaceId, ticketIds)).filter(({ state }) => state !== 'waiting'),
    },
  },
  {
    name: 'stale-version-applied',
    what: 'rows are taken for newer than they are, so what is read late is not taken in',
    bug: {
      findRoutableTasks:
        (original: typeof findRoutableTasks): typeof findRoutableTasks =>
        async (tx, workspaceId, ticketIds) =>
          (await original(tx, workspaceId, ticketIds)).map((row) => ({ ...row, version: row.version + 1 })),
    },
  },
  {
    name: 'lost-claim-not-undone',
    what: 'the engine keeps a reservation whose commit lost',
    bug: {
      applyEvent:
        (original: Apply): Apply =>
        (engine, event) =>
          event.kind === 'claim.lost' ? [] : original(engine, event),
    },
  },
  {
    name: 'revoke-forgotten',
    what: 'offers of who leaves are not taken back',
    bug: { applyEvent: withoutEffects(({ kind }) => kind === 'revoke') },
  },
  {
    name: 'expiry-forgotten',
    what: 'the router never ends what ran out',
    bug: { applyEvent: withoutEffects(({ kind }) => kind === 'expire') },
  },
]
