import type { armTimer } from '../../../../server/modules/timers/index.ts'
import type { endCall } from '../../../../server/modules/calls/index.ts'
import type { endOpenConsult, findOpenConsult } from '../../../../server/modules/handling/consult-store.ts'
import type { PlantedBug } from '../planted.ts'
import { rowTx } from '../rows/row-tx.ts'

type Arm = typeof armTimer

const arming =
  (wrong: (timer: Parameters<Arm>[2]) => Parameters<Arm>[2] | null) =>
  (original: Arm): Arm =>
  async (tx, workspaceId, timer) => {
    const other = wrong(timer)
    if (other !== null) await original(tx, workspaceId, other)
  }

/** Wrong ends of what goes with a task: consults, wrap-ups, calls and callbacks. */
export const workBugs: readonly PlantedBug[] = [
  {
    name: 'consult-outlives-the-work',
    what: 'a consult stays open when the task leaves who asked',
    bug: {
      endOpenConsult:
        (original: typeof endOpenConsult): typeof endOpenConsult =>
        (tx, workspaceId, end) =>
          end.reason === 'task_moved' ? rowTx(tx).run(() => null) : original(tx, workspaceId, end),
    },
  },
  {
    name: 'handed-over-after-the-consult',
    what: 'a warm transfer goes to an agent whose consult has ended',
    bug: {
      findOpenConsult: (): typeof findOpenConsult => (tx, _workspaceId, taskId) =>
        rowTx(tx).run(
          () =>
            rowTx(tx)
              .all('consult')
              .findLast((consult) => consult.taskId === taskId) ?? null,
        ),
    },
  },
  {
    name: 'wrapup-without-a-timer',
    what: 'nothing ends a wrap-up',
    bug: { armTimer: arming((timer) => (timer.kind === 'task.wrapup' ? null : timer)) },
  },
  {
    name: 'wrapup-timer-late',
    what: 'the timer of a wrap-up rings after its end',
    bug: {
      armTimer: arming((timer) => (timer.kind === 'task.wrapup' ? { ...timer, dueAt: timer.dueAt + 60_000 } : timer)),
    },
  },
  {
    name: 'call-outlives-its-task',
    what: 'a call goes on when its task has ended some other way',
    bug: {
      endCall:
        (original: typeof endCall): typeof endCall =>
        (tx, workspaceId, end) =>
          end.reason === 'task_ended' ? rowTx(tx).run(() => null) : original(tx, workspaceId, end),
    },
  },
  {
    name: 'line-stays-though-called-back',
    what: 'the line of a call that is given up for a callback is not ended',
    bug: {
      endCall:
        (original: typeof endCall): typeof endCall =>
        (tx, workspaceId, end) =>
          end.reason === 'callback' ? rowTx(tx).run(() => null) : original(tx, workspaceId, end),
    },
  },
  {
    name: 'callback-before-its-time',
    what: 'a callback that is let go on waits although its time has not come',
    bug: { findCallbackTime: () => (tx: Parameters<Arm>[0]) => rowTx(tx).run(() => null) },
  },
  {
    name: 'callback-without-a-timer',
    what: 'nothing brings a callback for later back into the queue',
    bug: { armTimer: arming((timer) => (timer.kind === 'callback' ? null : timer)) },
  },
]
