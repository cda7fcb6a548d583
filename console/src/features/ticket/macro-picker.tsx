import { useId, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Macro } from '@switchyard/sdk'
import { Icon } from '../../ui/icon.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import type { DraftMacro } from './drafts.ts'
import { actionText, rankOf, slashAt, withSlash, withWords } from './macro-text.ts'
import { macroPreviewQuery, macrosQuery } from './queries.ts'
import type { Kind } from './use-composer.ts'

const mostShown = 7

interface MacroInput {
  area: RefObject<HTMLTextAreaElement | null>
  ticketId: string
  text: string
  /** A macro is said as a reply or as a note, never as the other. */
  kind: Kind
  onWrite: (text: string) => void
  /** Takes its words into the text; what it does waits for the send. */
  onApply: (text: string, used: DraftMacro | undefined) => void
}

/** Without a word those meant for the ticket, with one any that answers it: the best first. */
function choose(macros: readonly Macro[], kind: Kind, part: string): Macro[] {
  const open = macros.filter(({ visibility }) => visibility === kind)
  if (part === '') return open.filter(({ fits }) => fits !== false).slice(0, mostShown)
  const ranked = open.flatMap((macro) => {
    const rank = rankOf(macro, part)
    return rank === null ? [] : [{ macro, rank: rank + (macro.fits === false ? 3 : 0) }]
  })
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .map(({ macro }) => macro)
    .slice(0, mostShown)
}

function Preview({ ticketId, macro }: { ticketId: string; macro: Macro }) {
  const { data, error } = useQuery(macroPreviewQuery(ticketId, macro.key))
  return (
    <div aria-live="polite" className="min-w-0 border-line p-2.5 pane:border-s max-pane:border-t">
      {error && <ProblemLine error={error} />}
      {!data && !error && <Bones rows={['h-4', 'h-4 w-2/3']} />}
      {data && data.text !== '' && (
        <p dir="auto" className="type-small line-clamp-6 whitespace-pre-line text-ink-2">
          {data.text}
        </p>
      )}
      {data && data.does.length > 0 && (
        <div className="type-meta mt-2 text-ink-3 first:mt-0">
          {t('macro.whenSent')}
          <ul className="mt-0.5 grid gap-0.5 text-ink-2">
            {data.does.map((code) => (
              <li key={code} className="flex items-center gap-1.5">
                <Icon name="bolt" size="xs" /> {actionText(code)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

interface ListProps {
  id: string
  ticketId: string
  macros: Macro[]
  index: number
  onPoint: (index: number) => void
  onTake: (macro: Macro) => void
}

function MacroList({ id, ticketId, macros, index, onPoint, onTake }: ListProps) {
  const shown = macros[index]
  return (
    <div className="mx-2 mb-1 grid overflow-hidden rounded-card bg-raised shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)] pane:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <ul id={id} role="listbox" aria-label={t('macro.pick')} className="min-w-0 p-1">
        {macros.map((macro, place) => (
          <li
            key={macro.key}
            id={`${id}-${place}`}
            role="option"
            aria-selected={place === index}
            className="flex h-8 cursor-pointer items-center gap-2 rounded-chip px-2 text-[13px] aria-selected:bg-hover max-pane:h-11"
            onPointerMove={() => place !== index && onPoint(place)}
            onPointerDown={(event) => {
              event.preventDefault()
              onTake(macro)
            }}
          >
            <span className="truncate">{macro.name}</span>
            {macro.fits === false && (
              <span className="type-meta ms-auto flex-none text-ink-3">{t('macro.otherTickets')}</span>
            )}
            {macro.fits !== false && macro.does.length > 0 && (
              <span className="ms-auto flex-none text-ink-3">
                <Icon name="bolt" size="xs" />
              </span>
            )}
          </li>
        ))}
      </ul>
      {shown && <Preview ticketId={ticketId} macro={shown} />}
    </div>
  )
}

/** Puts the words of a macro, as the server says them on this ticket, into the text. */
function useTake({ area, ticketId, onApply }: MacroInput) {
  const client = useQueryClient()
  return async (macro: Macro) => {
    const said = await client.fetchQuery(macroPreviewQuery(ticketId, macro.key)).catch(() => null)
    // Its fault stands in the preview.
    if (said === null || area.current === null) return
    const { value: text, selectionStart: caret } = area.current
    const next = withWords(text, { from: slashAt(text, caret)?.from ?? caret, caret }, said.text)
    const { key, name } = macro
    const isNeeded = said.does.length > 0
    onApply(next.text, isNeeded ? { key, name, does: said.does, isSilent: said.text === '' } : undefined)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(next.caret, next.caret)
    })
  }
}

/** Macros by `/` at the beginning of a line, or by a button: arrows choose, Enter or Tab takes, Esc leaves the text as it is. */
export function useMacros(input: MacroInput) {
  const { area, ticketId, text, kind, onWrite } = input
  const listId = useId()
  const [chosen, setChosen] = useState(0)
  const [leftAt, setLeftAt] = useState<number | null>(null)
  const { data } = useQuery(macrosQuery(ticketId))
  const take = useTake(input)
  const known = data?.data ?? []
  const at = slashAt(text, area.current?.selectionStart ?? text.length)
  // Left alone is this slash, not the next one.
  if (at === null && leftAt !== null) setLeftAt(null)
  const isOpen = at !== null && at.from !== leftAt
  const macros = isOpen ? choose(known, kind, at.part) : []
  const index = Math.max(0, Math.min(chosen, macros.length - 1))
  /** True when the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    const macro = macros[index]
    if (macro === undefined || event.ctrlKey || event.metaKey) return false
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setChosen((index + step + macros.length) % macros.length)
    else if (event.key === 'Escape') setLeftAt(at?.from ?? null)
    else if (event.key === 'Enter' || event.key === 'Tab') void take(macro)
    else return false
    event.preventDefault()
    return true
  }
  const open = () => {
    setLeftAt(null)
    setChosen(0)
    if (at === null) onWrite(withSlash(text))
    requestAnimationFrame(() => area.current?.focus())
  }
  const list =
    macros.length > 0 ? (
      <MacroList
        id={listId}
        ticketId={ticketId}
        macros={macros}
        index={index}
        onPoint={setChosen}
        onTake={(macro) => void take(macro)}
      />
    ) : isOpen && (at.part === '' || known.length === 0) ? (
      <p className="type-meta px-3.5 pb-1 text-ink-3">{t('macro.none')}</p>
    ) : null
  const attributes = macros.length > 0 && {
    'aria-controls': listId,
    'aria-activedescendant': `${listId}-${index}`,
    'aria-autocomplete': 'list' as const,
  }
  return {
    list,
    open,
    onKeyDown,
    attributes: attributes || {},
    isOffered: known.some(({ visibility }) => visibility === kind),
  }
}
