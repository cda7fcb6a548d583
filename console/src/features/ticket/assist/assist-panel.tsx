import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Macro, Ticket } from '@switchyard/sdk'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { t } from '../../../ui/words/words.ts'
import { insertIntoReply } from '../drafts.ts'
import { macroPreviewQuery, macrosQuery, suggestionsQuery } from '../queries.ts'
import { Suggestions } from '../suggestions.tsx'
import { SimilarTickets } from './similar-tickets.tsx'

const mostMacros = 6

/** Puts a macro into the reply; what it does waits for the send. */
function useInsert(ticketId: string) {
  const client = useQueryClient()
  return async ({ key, name }: Macro) => {
    const said = await client.fetchQuery(macroPreviewQuery(ticketId, key)).catch(() => null)
    if (said === null) return
    const used = { key, name, does: said.does, isSilent: said.text === '' }
    insertIntoReply(ticketId, said.text, said.does.length > 0 ? used : undefined)
  }
}

/** The other macros for replies that fit; those that are suggested stand above. */
function OtherMacros({ ticket }: { ticket: Ticket }) {
  const insert = useInsert(ticket.id)
  const { data: macros } = useQuery(macrosQuery(ticket.id))
  const { data: suggested } = useQuery(suggestionsQuery(ticket.id))
  const isAbove = new Set(suggested?.data.flatMap(({ macro }) => macro?.key ?? []))
  const shown = (macros?.data ?? [])
    .filter(({ key, visibility, fits }) => visibility === 'public' && fits !== false && !isAbove.has(key))
    .slice(0, mostMacros)
  if (shown.length === 0 || ticket.can?.reply === false) return null
  return (
    <section aria-label={t('macro.pick')} className="border-b border-line px-4 pb-[15px] pt-3.5">
      <h3 className="type-micro mb-[9px] text-ink-3">{t('macro.pick')}</h3>
      <ul className="grid gap-1.5">
        {shown.map((macro) => (
          <li key={macro.key} className="type-small flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">{macro.name}</span>
            {macro.does.length > 0 && (
              <span className="text-ink-3">
                <Icon name="bolt" size="xs" />
              </span>
            )}
            <Button
              small
              icon="chat"
              className="flex-none max-pane:!h-11"
              aria-label={t('suggest.insertOf', { name: macro.name })}
              onClick={() => void insert(macro)}
            >
              {t('suggest.insert')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What helps to answer while somebody waits: what the workflow suggests, macros, what solved tickets like this one. */
export function AssistPanel({ ticket, onClose }: { ticket: Ticket; onClose: (() => void) | null }) {
  return (
    <>
      {onClose && (
        <header className="flex h-(--h-bar) items-center gap-2 border-b border-line ps-4 pe-2">
          <h2 className="type-title min-w-0 flex-1 truncate">{t('assist.title')}</h2>
          <IconButton icon="x" label={t('action.close')} onClick={onClose} />
        </header>
      )}
      <p className="type-meta border-b border-line px-4 py-2.5 text-ink-3">{t('assist.lead')}</p>
      <Suggestions ticket={ticket} />
      <OtherMacros ticket={ticket} />
      <SimilarTickets ticket={ticket} />
    </>
  )
}
