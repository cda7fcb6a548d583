import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Case, CaseDetail } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { useMe } from '../../live/me.ts'
import type { CaseChange } from './case-changes.ts'
import { showCaseAtOnce } from './show-case-at-once.ts'

/**
 * Does something to a case: shown at once in its panel and on the board, taken back when the server refuses. The board and
 * the audit trail are asked again.
 */
export function useCaseChange(caseId: string) {
  const client = useQueryClient()
  const { agent, member, user } = useMe()
  const by = { kind: 'member', id: agent?.id ?? member.id, name: agent?.name ?? user.name }
  const askAgain = () => {
    for (const queryKey of [cacheKeys.case(caseId), cacheKeys.cases]) void client.invalidateQueries({ queryKey })
  }
  return useMutation({
    mutationFn: ({ call }: CaseChange) => api.request<Partial<Case>>(call),
    onMutate: ({ one, patch }) => showCaseAtOnce(client, one, patch(by)),
    onSuccess: (changed) => {
      if (changed.id === caseId)
        client.setQueryData<CaseDetail>(cacheKeys.case(caseId), (known) => known && { ...known, ...changed })
      askAgain()
    },
    onError: (error, _change, takeBack) => {
      takeBack?.()
      if (error instanceof ApiProblem && (error.status === 409 || error.status === 412)) askAgain()
    },
  })
}
