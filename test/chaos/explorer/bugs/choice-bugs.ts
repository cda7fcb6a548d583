import type { applyEvent, EngineConfig, loadSnapshot, TaskInput } from '../../../../server/core/routing/index.ts'
import type { engineConfigOf } from '../../../../server/modules/routing/engine-config.ts'
import type { findUnitsOfKinds } from '../../../../server/modules/routing/interruptible-view.ts'
import type { findServed } from '../../../../server/modules/routing/served-view.ts'
import type { lockWaitingTasks } from '../../../../server/modules/routing/task-store.ts'
import type { PlantedBug } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'
import { isHeld } from '../rows/row-types.ts'

type Apply = typeof applyEvent
type Load = typeof loadSnapshot

/** The engine is fed tasks that are not as their rows say. */
const feeding = (change: (task: TaskInput) => TaskInput) => ({
  applyEvent:
    (original: Apply): Apply =>
    (engine, event) =>
      original(engine, 'task' in event ? { ...event, task: change(event.task) } : event),
  loadSnapshot:
    (original: Load): Load =>
    (engine, snapshot) =>
      original(engine, { ...snapshot, tasks: snapshot.tasks.map(change) }),
})

const configured = (change: (config: EngineConfig) => EngineConfig) => ({
  engineConfigOf:
    (original: typeof engineConfigOf): typeof engineConfigOf =>
    (...asked) =>
      change(original(...asked)),
})

const leavingOut = (isLost: (effect: { readonly kind: string }) => boolean) => ({
  applyEvent:
    (original: Apply): Apply =>
    (engine, event) =>
      original(engine, event).filter((effect) => !isLost(effect)),
})

/** Whom the router must ask, must pass over, and where it must move tasks. */
export const choiceBugs: readonly PlantedBug[] = [
  {
    name: 'preferred-agent-forgotten',
    what: 'the router does not keep a task for the agent it prefers',
    bug: feeding((task) => ({ ...task, preferred: null })),
  },
  {
    name: 'preferred-for-ever',
    what: 'the wait for the preferred agent has no end',
    bug: feeding(({ preferred = null, ...task }) => ({
      ...task,
      preferred: preferred && { ...preferred, until: Infinity },
    })),
  },
  {
    name: 'fairness-gap-ignored',
    what: 'the router asks the same agent again, however far ahead',
    bug: configured((config) => ({
      ...config,
      queues: config.queues.map((queue) => ({ ...queue, fairnessGap: null })),
    })),
  },
  {
    name: 'served-forgotten-at-takeover',
    what: 'a router that takes over counts the tasks of its agents from nothing',
    bug: { findServed: (): typeof findServed => async () => new Map() },
  },
  {
    name: 'interrupts-nothing',
    what: 'the claim counts work that may be interrupted',
    bug: { findUnitsOfKinds: (): typeof findUnitsOfKinds => (tx) => rowTx(tx).run(() => new Map<string, number>()) },
  },
  {
    name: 'interrupts-anything',
    what: 'the claim counts no other work, whether it may be interrupted or not',
    bug: {
      findUnitsOfKinds: (): typeof findUnitsOfKinds => (tx, _workspaceId, wanted) => {
        const own = rowTx(tx)
        return own.run(() => {
          const held = own.all('offer').filter(isHeld)
          const unitsOf = (agentId: string) =>
            held.filter((offer) => offer.agentId === agentId).reduce((sum, { units }) => sum + units, 0)
          return new Map(wanted.map(({ agentId }) => [agentId, unitsOf(agentId)]))
        })
      },
    },
  },
  {
    name: 'interrupts-where-it-may-not',
    what: 'the router lets calls interrupt whatever the workflow says',
    bug: configured((config) => ({
      ...config,
      kinds: config.kinds.map((kind) => (kind.kind === 'call' ? { ...kind, interrupts: ['ticket', 'chat'] } : kind)),
    })),
  },
  {
    name: 'overflow-forgotten',
    what: 'a task whose step of overflow is due is left where it is',
    bug: leavingOut(({ kind }) => kind === 'overflow'),
  },
  {
    name: 'lifetime-forgotten',
    what: 'a task whose lifetime is over waits on',
    bug: leavingOut(({ kind }) => kind === 'expire-task'),
  },
  {
    name: 'moved-on-though-taken',
    what: 'a task is moved to another queue or given up although it does not wait any more',
    bug: {
      lockWaitingTasks: (): typeof lockWaitingTasks => (tx, _workspaceId, seen) => {
        const own = rowTx(tx)
        return own.run(() => {
          const tasks = seen.flatMap(({ taskId }) => own.get('task', taskId) ?? [])
          for (const { id } of tasks) own.lock('task', id)
          return tasks.filter(({ endedAt }) => endedAt === null)
        })
      },
    },
  },
]
