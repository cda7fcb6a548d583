import type { OpenTask } from './picture-view.ts'

/** Open tasks that are counted together. */
export interface TaskGroup {
  readonly queue: string
  readonly priority: string
  readonly channel: string
  /** By ticket. */
  readonly tasks: Map<string, OpenTask>
}

/** The open tasks of a workspace, one a ticket, by what they are counted by. */
export interface TaskGroups {
  groups(): Iterable<TaskGroup>
  /** What these tickets have open now instead of what they had. */
  replace(ticketIds: readonly string[], tasks: readonly OpenTask[]): void
}

export function createTaskGroups(tasks: readonly OpenTask[]): TaskGroups {
  const groups = new Map<string, TaskGroup>()
  const groupOf = new Map<string, TaskGroup>()

  function add(task: OpenTask): void {
    const { queue, priority, channel, ticketId } = task
    const key = `${queue} ${priority} ${channel}`
    const group = groups.get(key) ?? { queue, priority, channel, tasks: new Map<string, OpenTask>() }
    groups.set(key, group)
    group.tasks.set(ticketId, task)
    groupOf.set(ticketId, group)
  }

  for (const task of tasks) add(task)
  return {
    groups: () => groups.values(),
    replace: (ticketIds, now) => {
      for (const id of ticketIds) {
        groupOf.get(id)?.tasks.delete(id)
        groupOf.delete(id)
      }
      for (const task of now) add(task)
    },
  }
}
