import { useEffect, useRef, useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiProblem } from '@switchyard/sdk'
import type { Ticket, TicketCatalogue } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { catalogueQuery } from '../../live/catalogue.ts'
import { useMe } from '../../live/me.ts'
import { useUploads } from '../../live/uploads.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { showToast } from '../../ui/toasts.tsx'
import { t } from '../../ui/words/words.ts'
import { CustomerField } from './new/customer-field.tsx'
import { OpenTickets } from './new/open-tickets.tsx'
import { openTicket } from './new/queries.ts'
import { Opening } from './new/opening.tsx'
import type { Who } from './new/who.ts'
import { WordsField } from './new/words-field.tsx'
import { beginForm, keepForm, missingIn, requestOf } from './new-ticket-form.ts'
import type { Missing, NewTicketForm } from './new-ticket-form.ts'
import { NewTicketParts } from './new-ticket-parts.tsx'

const shelf = 'new-ticket'
/** Of one message. */
const mostFiles = 10

/** Sends the form; the same words have the same key, so that a try that was not heard of opens no second ticket. */
function useOpening(onOpened: (ticket: Ticket) => void) {
  const client = useQueryClient()
  const last = useRef({ body: '', key: '' })
  return useMutation({
    mutationFn: (body: object) => {
      const text = JSON.stringify(body)
      if (last.current.body !== text) last.current = { body: text, key: crypto.randomUUID() }
      return openTicket({ body, key: last.current.key })
    },
    onSuccess: (ticket) => {
      for (const queryKey of [cacheKeys.ticketLists, cacheKeys.viewCounts, cacheKeys.customer(ticket.customer.id)])
        void client.invalidateQueries({ queryKey })
      showToast({ text: t('newTicket.added', { number: ticket.number }) })
      onOpened(ticket)
    },
  })
}

/** What was refused, place by place where the service says so. */
function Refusal({ error }: { error: Error }) {
  const faults = error instanceof ApiProblem ? (error.body.errors ?? []) : []
  return (
    <div className="grid gap-1">
      <ProblemLine error={error} />
      {faults.length > 0 && (
        <ul className="type-small ps-5 text-ink-2">
          {faults.map(({ pointer, message }) => (
            <li key={pointer}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

interface FootProps {
  /** Whether it is assigned to who opens it; null = that cannot be. */
  isMine: boolean | null
  /** What is still to be said; null = nothing. */
  missing: Missing | null
  isReady: boolean
  isBusy: boolean
  onMine: (isMine: boolean) => void
}

function Foot({ isMine, missing, isReady, isBusy, onMine }: FootProps) {
  return (
    <footer className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-raised px-4 py-2.5">
      {isMine !== null && (
        <label className="flex min-h-7 items-center gap-2 max-pane:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={isMine}
            onChange={(event) => onMine(event.target.checked)}
          />
          {t('newTicket.assignMe')}
        </label>
      )}
      <span className="type-meta ms-auto text-ink-3">{missing && t(`newTicket.missing.${missing}`)}</span>
      <Button
        type="submit"
        look="solid"
        className="max-pane:!h-11"
        shortcut={shortcutText('mod+enter')}
        busy={isBusy}
        disabled={!isReady}
      >
        {t('newTicket.create')}
      </Button>
    </footer>
  )
}

interface FormProps {
  first: Who
  catalogue: TicketCatalogue
  onTicket: (ticketId: string) => void
}

function NewTicket({ first, catalogue, onTicket }: FormProps) {
  const { agent, permissions } = useMe()
  const [form, setForm] = useState(() => beginForm(first))
  const files = useUploads(shelf, mostFiles)
  const element = useRef<HTMLFormElement>(null)
  const newId = useRef(`customer-${crypto.randomUUID()}`)
  useEffect(() => keepForm(form), [form])
  const opening = useOpening(({ id }) => {
    keepForm(null)
    files.clear()
    onTicket(id)
  })
  const set = (change: Partial<NewTicketForm>) => setForm((known) => ({ ...known, ...change }))
  const { who, openedBy } = form
  const missing = missingIn(form, catalogue, files.fileIds.length > 0)
  const isReady = missing.length === 0 && !files.isUnfinished
  const known = who.kind === 'known' ? who.customer : null
  const mayTake = agent !== null && permissions.includes('ticket:assign')
  return (
    <form
      ref={element}
      className="grid grid-cols-[minmax(0,1fr)]"
      onSubmit={(event) => {
        event.preventDefault()
        const attachments = files.fileIds
        if (isReady) opening.mutate(requestOf(form, { catalogue, newId: newId.current, attachments }))
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
        event.preventDefault()
        element.current?.requestSubmit()
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5 p-4">
        <CustomerField who={who} onWho={(next) => set({ who: next })} />
        <Opening
          openedBy={openedBy}
          mayWrite={permissions.includes('message:write')}
          // Who writes first usually goes on with it.
          onChange={(next) => set({ openedBy: next, ...(mayTake && next === 'agent' && { isMine: true }) })}
        />
        <WordsField
          form={form}
          set={set}
          files={files}
          beneathSubject={
            known !== null && (
              <OpenTickets
                customer={{ id: known.id, name: known.name ?? known.externalId }}
                subject={form.issueSummary}
                orderId={form.orderId}
                onChoose={onTicket}
              />
            )
          }
        />
        <NewTicketParts catalogue={catalogue} form={form} set={set} mayNote={permissions.includes('note:write')} />
        {opening.error && <Refusal error={opening.error} />}
      </div>
      <Foot
        isMine={mayTake ? form.isMine : null}
        missing={missing[0] ?? null}
        isReady={isReady}
        isBusy={opening.isPending}
        onMine={(isMine) => set({ isMine })}
      />
    </form>
  )
}

interface NewTicketDialogProps {
  /** Whose ticket it is, where that is known. */
  who: Who
  onClose: () => void
  /** A ticket to look at: the one that was opened, or one that is there already. */
  onTicket: (ticketId: string) => void
}

/** Opens a ticket for a customer: their words taken down, or the first words to them. What is written is kept until then. */
export function NewTicketDialog({ who, onClose, onTicket }: NewTicketDialogProps) {
  const { data, error } = useQuery(catalogueQuery)
  const show = (ticketId: string) => {
    onClose()
    onTicket(ticketId)
  }
  return (
    <Dialog place="wide" title={t('newTicket.title')} onClose={onClose}>
      {data ? (
        <NewTicket first={who} catalogue={data} onTicket={show} />
      ) : error ? (
        <div className="p-4">
          <ProblemLine error={error} />
        </div>
      ) : (
        <Bones className="p-4" rows={['h-9', 'h-9', 'h-9', 'h-24', 'h-9']} />
      )}
    </Dialog>
  )
}
