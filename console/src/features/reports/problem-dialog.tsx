import { useDeferredValue, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Query, RecurringIssue } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { foundTicketsQuery } from '../../live/find-tickets.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { TicketChoices } from '../../ui/ticket-choices.tsx'
import { showToast } from '../../ui/toasts.tsx'
import { plural, t } from '../../ui/words/words.ts'
import { linkIssue } from './queries.ts'

interface ProblemDialogProps {
  issue: RecurringIssue
  title: string
  query: Query
  onClose: () => void
}

/** Finds the ticket of the problem behind an issue, by number or words, and links the issue's tickets to it. */
export function ProblemDialog({ issue, title, query, onClose }: ProblemDialogProps) {
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const found = useQuery(foundTicketsQuery(useDeferredValue(typed)))
  const isTyped = typed.trim().length >= 2
  const link = useMutation({
    mutationFn: (ticketId: string) => linkIssue(issue.key, ticketId, query),
    onSuccess: ({ linked }) => {
      showToast({ text: plural('recurring.linked', linked) })
      void client.invalidateQueries({ queryKey: cacheKeys.report('recurring', query) })
      onClose()
    },
  })
  const choices = (found.data?.data ?? []).map((ticket) => ({
    ...ticket,
    who: ticket.customer.name ?? ticket.customer.externalId,
    why: [],
  }))
  return (
    <Dialog place="wide" title={t('recurring.link')} onClose={onClose}>
      <div className="grid gap-3 p-4" aria-busy={link.isPending}>
        <p className="text-ink-2">{plural('recurring.linkLead', issue.n, { issue: title })}</p>
        <SearchField label={t('recurring.problem')} hint={t('merge.findHint')} value={typed} onChange={setTyped} />
        <div className="min-h-40">
          {isTyped && choices.length > 0 && (
            <TicketChoices
              title={t('merge.found')}
              ones={choices}
              onChoose={(id) => link.isPending || link.mutate(id)}
            />
          )}
          {isTyped && found.data && choices.length === 0 && <p className="px-2 text-ink-3">{t('merge.noneFound')}</p>}
          {isTyped && found.error && <ProblemLine error={found.error} />}
        </div>
        {link.error && <ProblemLine error={link.error} />}
      </div>
    </Dialog>
  )
}
