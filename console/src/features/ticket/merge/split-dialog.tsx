import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Message, Ticket } from '@switchyard/sdk'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { ProblemLine } from '../../../ui/states.tsx'
import { clockTime } from '../../../ui/time.ts'
import { showToast } from '../../../ui/toasts.tsx'
import { plural, t, wordFor } from '../../../ui/words/words.ts'
import { timelineQuery } from '../queries.ts'
import { markMerged, splitTicket } from './merge-calls.ts'

const summaryChars = 120

/** The first line of a message, short enough for a summary. */
export function summaryOf(body: string): string {
  const line = body.split('\n').find((text) => text.trim() !== '') ?? ''
  const text = line.trim()
  return text.length <= summaryChars ? text : `${text.slice(0, summaryChars - 1).trimEnd()}…`
}

function Pick({ message, isChosen, onToggle }: { message: Message; isChosen: boolean; onToggle: () => void }) {
  const isPublic = message.visibility === 'public'
  return (
    <li className="border-b border-line last:border-0">
      <label className="flex min-h-9 items-center gap-2 px-2 py-1 hover:bg-hover max-pane:min-h-11">
        <input type="checkbox" checked={isChosen} onChange={onToggle} />
        <span className="min-w-0 flex-1 truncate">
          <b className="font-medium">{message.author.name ?? wordFor('actor', message.author.kind)}</b>{' '}
          <span className="text-ink-2">{message.body.replace(/\s+/g, ' ')}</span>
        </span>
        {!isPublic && <Icon name="lock" size="xs" tone="text-note" label={t('message.internal')} />}
        <time dateTime={message.createdAt} className="type-meta num text-ink-3">
          {clockTime(message.createdAt)}
        </time>
      </label>
    </li>
  )
}

interface SplitDialogProps {
  ticket: Ticket
  message: Message
  onClose: () => void
}

function useSplit(ticket: Ticket, onClose: () => void) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [key] = useState(() => crypto.randomUUID())
  return useMutation({
    mutationFn: (input: { messageIds: string[]; issueSummary: string; includeNotes: boolean }) =>
      splitTicket({ ticketId: ticket.id, key, ...input }),
    onSuccess: (opened) => {
      markMerged(client, ticket.id)
      showToast({
        text: t('split.done', { number: opened.number }),
        action: {
          label: t('split.open'),
          run: () => void navigate({ to: '/tickets/$ticketId', params: { ticketId: opened.id }, search: true }),
        },
      })
      onClose()
    },
  })
}

/** Opens a ticket of its own for some messages of this one, beginning with the one it was asked from. */
export function SplitDialog({ ticket, message, onClose }: SplitDialogProps) {
  const { data } = useQuery(timelineQuery(ticket.id))
  const own = (data?.data ?? []).flatMap((item) =>
    item.message !== null && item.ticketId === ticket.id ? [item.message] : [],
  )
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set([message.id]))
  const [summary, setSummary] = useState(() => summaryOf(message.body))
  const split = useSplit(ticket, onClose)
  const picked = own.filter(({ id }) => chosen.has(id))
  const hasNotes = picked.some(({ visibility }) => visibility !== 'public')
  const isReady = picked.length > 0 && summary.trim() !== ''
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  return (
    <Dialog title={t('split.title')} onClose={onClose}>
      <form
        className="grid gap-3 p-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (isReady && !split.isPending)
            split.mutate({ messageIds: [...chosen], issueSummary: summary.trim(), includeNotes: hasNotes })
        }}
      >
        <p className="text-ink-2">{t('split.lead', { number: ticket.number })}</p>
        <Field label={t('split.summary')}>
          {(id) => (
            <input
              id={id}
              dir="auto"
              className="field"
              maxLength={2000}
              value={summary}
              onChange={(event) => setSummary(event.target.value)}
            />
          )}
        </Field>
        <fieldset>
          <legend className="mb-1.5 text-[13px]/[18px] font-medium">{t('split.messages')}</legend>
          <ul className="hairline max-h-56 overflow-y-auto rounded-control">
            {own.map((one) => (
              <Pick key={one.id} message={one} isChosen={chosen.has(one.id)} onToggle={() => toggle(one.id)} />
            ))}
          </ul>
        </fieldset>
        {hasNotes && (
          <p className="type-meta flex items-center gap-1.5 text-note">
            <Icon name="lock" size="xs" /> {t('split.notes')}
          </p>
        )}
        {split.error && <ProblemLine error={split.error} />}
        <div className="flex justify-end">
          <Button type="submit" look="solid" busy={split.isPending} disabled={!isReady}>
            {plural('split.do', picked.length)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
