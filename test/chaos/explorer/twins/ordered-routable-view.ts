import * as view from '../../../../server/modules/routing/routable-view.ts'

export * from '../../../../server/modules/routing/routable-view.ts'

const byTask = (rows: view.RoutableTask[]): view.RoutableTask[] =>
  rows.toSorted((one, other) => (one.taskId < other.taskId ? -1 : 1))

/** On PostgreSQL, in the order of ids: the planner's own order changes with the size of the tables, and effects with it. */
export const findLiveRoutableTasks: typeof view.findLiveRoutableTasks = async (...asked) =>
  byTask(await view.findLiveRoutableTasks(...asked))

export const findRoutableTasks: typeof view.findRoutableTasks = async (...asked) =>
  byTask(await view.findRoutableTasks(...asked))

export const readRoutableTasks: typeof view.readRoutableTasks = async (...asked) =>
  byTask(await view.readRoutableTasks(...asked))
