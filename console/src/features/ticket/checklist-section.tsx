import { useState } from 'react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Checklist, Ticket } from '@switchyard/sdk'
import { cacheKeys } from '../../live/cache-keys.ts'
import { showAtOnce } from '../../live/show-at-once.ts'
import { IconButton } from '../../ui/button.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { fullDate } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { changeChecklist, checklistQuery } from './beside-queries.ts'
import type { ChecklistChange } from './beside-queries.ts'

type ChecklistItem = Checklist['items'][number]

/** Until the server has given what was added its number, there is nothing to call it by. */
const isUnsent = ({ id }: ChecklistItem) => id < 0

interface ItemProps {
  item: ChecklistItem
  mayChange: boolean
  isBusy: boolean
  onChange: (change: ChecklistChange) => void
}

function Item({ item, mayChange, isBusy, onChange }: ItemProps) {
  return (
    <li className="group/row flex min-h-7 items-start gap-2 text-[12.5px]/[18px] max-pane:min-h-11">
      <label className="flex min-w-0 flex-1 items-start gap-2 py-[5px]">
        <input
          type="checkbox"
          className="mt-px size-4 flex-none accent-accent"
          checked={item.isDone}
          disabled={!mayChange || isBusy}
          onChange={() => onChange({ item: item.id, isDone: !item.isDone })}
        />
        <span
          className={`min-w-0 break-words ${item.isDone ? 'text-ink-3 line-through' : ''}`}
          title={item.doneAt === null ? undefined : `${item.doneBy?.name ?? ''} · ${fullDate(item.doneAt)}`}
        >
          {item.text}
        </span>
      </label>
      {mayChange && (
        <IconButton
          small
          icon="x"
          className="opacity-0 focus-visible:opacity-100 group-hover/row:opacity-100 max-pane:opacity-100"
          label={t('checklist.remove', { text: item.text })}
          onClick={() => onChange({ remove: item.id })}
        />
      )}
    </li>
  )
}

function itemsWith(items: readonly ChecklistItem[], wish: ChecklistChange): ChecklistItem[] {
  if ('text' in wish)
    return [...items, { id: -1 - items.length, text: wish.text, isDone: false, doneBy: null, doneAt: null }]
  if ('remove' in wish) return items.filter(({ id }) => id !== wish.remove)
  return items.map((item) => (item.id === wish.item ? { ...item, isDone: wish.isDone } : item))
}

/** The list as it is wished for: added to, ticked or taken off. */
function withWish(known: Checklist, wish: ChecklistChange): Checklist {
  const items = itemsWith(known.items, wish)
  return { items, done: items.filter(({ isDone }) => isDone).length, total: items.length }
}

/** Changes what is to be done: shown at once, taken back when the server refuses; one after another, as they were wished. */
function useChecklist(ticketId: string, onRefused: (wish: ChecklistChange) => void) {
  const client = useQueryClient()
  const mutationKey = cacheKeys.checklist(ticketId)
  return useMutation({
    mutationKey,
    scope: { id: `checklist ${ticketId}` },
    mutationFn: (wish: ChecklistChange) => changeChecklist({ ticketId, change: wish }),
    onMutate: (wish) => showAtOnce<Checklist>(client, { queryKey: mutationKey }, (known) => withWish(known, wish)),
    onError: (_error, wish, takeBack) => {
      takeBack?.()
      onRefused(wish)
      void client.invalidateQueries({ queryKey: mutationKey })
    },
    onSuccess: (list) => {
      // What else was wished meanwhile is shown already, and answered last.
      if (client.isMutating({ mutationKey }) === 1) client.setQueryData(checklistQuery(ticketId).queryKey, list)
      // A move of the ticket may have asked for it.
      void client.invalidateQueries({ queryKey: cacheKeys.ticket(ticketId), exact: true })
    },
  })
}

/** What is to be done on a ticket, ticked off here. */
export function ChecklistSection({ ticket }: { ticket: Ticket }) {
  const [text, setText] = useState('')
  const { data } = useQuery(checklistQuery(ticket.id))
  const change = useChecklist(ticket.id, (wish) => {
    // What was written is not lost, unless something else is being written already.
    if ('text' in wish) setText((known) => (known === '' ? wish.text : known))
  })
  const { items = [], done = 0, total = 0 } = data ?? {}
  const mayChange = ticket.can?.transition !== false
  return (
    <>
      <h3 className="type-micro mb-1.5 flex h-6 items-center justify-between text-ink-3">
        {t('checklist.title')}
        {total > 0 && <span className="num">{t('checklist.progress', { done, total })}</span>}
      </h3>
      <ul className="grid gap-0.5">
        {items.map((item) => (
          <Item
            key={item.id}
            item={item}
            mayChange={mayChange && !isUnsent(item)}
            isBusy={change.isPending}
            onChange={change.mutate}
          />
        ))}
      </ul>
      {mayChange && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (text.trim() === '') return
            change.mutate({ text: text.trim() })
            setText('')
          }}
        >
          <input
            className="field mt-1 !h-7 w-full text-[12.5px] max-pane:!h-11"
            aria-label={t('checklist.add')}
            placeholder={t('checklist.add')}
            maxLength={200}
            disabled={data === undefined}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </form>
      )}
      {change.error && <ProblemLine error={change.error} />}
    </>
  )
}
