import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Call } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** Does something about markets and partners; all that shows them is asked again. */
export function usePartnerCall<T>(onDone?: (answer: T) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (call: Call) => api.request<T>(call),
    onSuccess: (answer) => {
      void client.invalidateQueries({ queryKey: cacheKeys.partners })
      onDone?.(answer)
    },
  })
}
