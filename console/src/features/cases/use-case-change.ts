import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Call, Case, CaseDetail } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'

/** Does something to a case and shows what the server answers; the board and the audit trail are asked again. */
export function useCaseChange(caseId: string) {
  const client = useQueryClient()
  const askAgain = () => {
    for (const queryKey of [cacheKeys.case(caseId), cacheKeys.cases]) void client.invalidateQueries({ queryKey })
  }
  return useMutation({
    mutationFn: (call: Call) => api.request<Partial<Case>>(call),
    onSuccess: (changed) => {
      if (changed.id === caseId)
        client.setQueryData<CaseDetail>(cacheKeys.case(caseId), (known) => known && { ...known, ...changed })
      askAgain()
    },
    onError: (error) => {
      if (error instanceof ApiProblem && (error.status === 409 || error.status === 412)) askAgain()
    },
  })
}
