import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import type { Task } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { showAtOnce } from '../../live/show-at-once.ts'
import type { TaskPage } from './queries.ts'
import type { TaskVerb } from './task-verbs.ts'

export interface TaskChange {
  task: Task
  verb: TaskVerb
}
type Lists = InfiniteData<TaskPage>

function patched(lists: Lists, { task, verb }: TaskChange): Lists {
  const withPatch = (one: Task) => (one.id === task.id ? { ...one, ...verb.patch } : one)
  return { ...lists, pages: lists.pages.map((page) => ({ ...page, tasks: page.tasks.map(withPatch) })) }
}

/** Changes a task: shown at once in every list, taken back when the server refuses, asked again in either case. */
export function useTaskChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ verb }: TaskChange) => api.request(verb.call),
    onMutate: (change: TaskChange) =>
      showAtOnce<Lists>(client, { queryKey: cacheKeys.taskLists }, (known) => patched(known, change)),
    onError: (_error, _change, takeBack) => takeBack?.(),
    onSettled: (_answer, _error, { task }) => {
      for (const queryKey of [cacheKeys.queues, cacheKeys.workloads, cacheKeys.ticket(task.ticketId)])
        void client.invalidateQueries({ queryKey })
    },
  })
}
