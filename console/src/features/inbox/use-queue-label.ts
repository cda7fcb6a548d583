import { useCallback } from 'react'
import { useQuery } from '@tanstack/react-query'
import { queuesQuery } from '../../live/queues.ts'

/** What people call a queue; its word where the queues are not known. */
export function useQueueLabel(): (slug: string) => string {
  const { data } = useQuery(queuesQuery)
  return useCallback((slug) => data?.data.find((queue) => queue.slug === slug)?.label ?? slug, [data])
}
