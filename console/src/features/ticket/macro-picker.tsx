import { lazy, Suspense, useId, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Macro } from '@switchyard/sdk'
import { t } from '../../ui/words/words.ts'
import type { DraftMacro } from './drafts.ts'
import { rankOf, slashAt, withSlash, withWords } from './macro-text.ts'
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

const MacroList = lazy(async () => ({ default: (await import('./macro-list.tsx')).MacroList }))

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
      <Suspense fallback={null}>
        <MacroList
          id={listId}
          ticketId={ticketId}
          macros={macros}
          index={index}
          onPoint={setChosen}
          onTake={(macro) => void take(macro)}
        />
      </Suspense>
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
