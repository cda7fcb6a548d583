import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Ticket } from '@switchyard/sdk'
import { Dialog } from '../../../ui/dialog.tsx'
import { Bones, ProblemLine } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toasts.tsx'
import { t } from '../../../ui/words/words.ts'
import { ticketQuery } from '../queries.ts'
import { markMerged, mergeTicket, unmergeTicket } from './merge-calls.ts'
import { MergePreview } from './merge-preview.tsx'
import { MergeTarget } from './merge-target.tsx'

interface MergeDialogProps {
  ticket: Ticket
  /** A target to begin with, where one was suggested. */
  into?: string | null
  onClose: () => void
}

/** Merges a ticket into another: find it, see what it means, say why; the toast undoes it. */
export function MergeDialog({ ticket, into = null, onClose }: MergeDialogProps) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [targetId, setTarget] = useState(into)
  const target = useQuery({ ...ticketQuery(targetId ?? ''), enabled: targetId !== null })
  const undo = () => {
    unmergeTicket(ticket.id).then(
      () => {
        showToast({ text: t('merge.undone', { number: ticket.number }) })
        markMerged(client, ticket.id, targetId ?? '')
        void navigate({ to: '/tickets/$ticketId', params: { ticketId: ticket.id }, search: true })
      },
      (error: unknown) => showToast({ text: error instanceof Error ? error.message : t('state.failed') }),
    )
  }
  const merge = useMutation({
    mutationFn: (how: { reason: string; allowOtherCustomer: boolean }) =>
      mergeTicket({ ticketId: ticket.id, into: targetId ?? '', ...how }),
    onSuccess: () => {
      markMerged(client, ticket.id, targetId ?? '')
      showToast({
        text: t('merge.done', { source: ticket.number, target: target.data?.number ?? '' }),
        action: { label: t('merge.undo'), run: undo },
      })
      onClose()
      void navigate({ to: '/tickets/$ticketId', params: { ticketId: targetId ?? '' }, search: true })
    },
  })
  return (
    <Dialog place="wide" title={t('merge.title', { number: ticket.number })} onClose={onClose}>
      {targetId === null ? (
        <MergeTarget ticket={ticket} onChoose={setTarget} />
      ) : target.data ? (
        <MergePreview
          source={ticket}
          target={target.data}
          isMerging={merge.isPending}
          error={merge.error}
          onMerge={merge.mutate}
          onBack={() => {
            merge.reset()
            setTarget(null)
          }}
        />
      ) : target.error ? (
        <div className="p-4">
          <ProblemLine error={target.error} />
        </div>
      ) : (
        <Bones className="p-4" rows={['h-12', 'h-40', 'h-16']} />
      )}
    </Dialog>
  )
}
