import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { cacheKeys } from '../../live/cache-keys.ts'
import { api } from '../../live/client.ts'
import { useMe } from '../../live/me.ts'
import { endMonitorCall, taskOfTicketQuery } from '../../live/tasks.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { monitorWords } from '../../ui/monitor-words.ts'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'

/** Who watches the work on a ticket and how; one's own watching ends here. */
export function MonitorChips({ ticketId, taskId }: { ticketId: string; taskId: string }) {
  const client = useQueryClient()
  const memberId = useMe().member.id
  const { data: task } = useQuery(taskOfTicketQuery({ ticketId, taskId }))
  const end = useMutation({
    mutationFn: () => api.request(endMonitorCall(taskId)),
    onSettled: () => client.invalidateQueries({ queryKey: cacheKeys.ticket(ticketId) }),
  })
  const monitors = task?.monitors ?? []
  const isOwn = monitors.some(({ supervisor }) => supervisor.id === memberId)
  return (
    <span role="status" className="flex flex-none items-center gap-1.5">
      {monitors.map((monitor) => (
        <Chip key={monitor.id} icon="eye">
          {monitorWords(monitor, memberId)}
        </Chip>
      ))}
      {isOwn && (
        <Button small look="bare" className="max-pane:!h-11" busy={end.isPending} onClick={() => end.mutate()}>
          {t('verb.unwatch')}
        </Button>
      )}
      {isOwn && end.error && <ProblemLine error={end.error} />}
    </span>
  )
}
