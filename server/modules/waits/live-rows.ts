import type { Lane, LiveRow } from './queue-figures-view.ts'
import type { TaskGroup, TaskGroups } from './task-groups.ts'

type Counted = { -readonly [key in keyof LiveRow]: LiveRow[key] }
type CountedState = 'waiting' | 'offered' | 'active' | 'wrapup' | 'paused'

/** The open work by queue and priority in these channels (null = all): what `findLive` reads, counted from a picture. */
export function liveRowsOf(
  tasks: TaskGroups,
  { lanes, channels }: { lanes: readonly Lane[]; channels: readonly string[] | null },
): LiveRow[] {
  const groups = [...tasks.groups()].filter((group) => channels?.includes(group.channel) !== false)
  return lanes.flatMap(({ queue, priority, aheadUntil }) => {
    const own = groups.filter((group) => group.queue === queue && group.priority === priority && group.tasks.size > 0)
    if (own.length === 0) return []
    const row = {
      queue,
      priority,
      waiting: 0,
      offered: 0,
      active: 0,
      wrapup: 0,
      paused: 0,
      ahead: 0,
      earliestEntry: null,
    }
    for (const group of own) countInto(row, group, aheadUntil)
    return [row]
  })
}

function countInto(row: Counted, { tasks }: TaskGroup, aheadUntil: number): void {
  let earliest = row.earliestEntry ?? Infinity
  for (const { state, enteredAt } of tasks.values()) {
    row[state as CountedState] += 1
    if (state !== 'waiting') continue
    if (enteredAt < aheadUntil) row.ahead += 1
    if (enteredAt < earliest) earliest = enteredAt
  }
  row.earliestEntry = earliest === Infinity ? null : earliest
}
