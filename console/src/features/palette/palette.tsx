import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { FoundEverywhere, Highlight } from '@switchyard/sdk'
import { useAllActions } from '../../ui/actions.ts'
import type { Action } from '../../ui/actions.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-paths.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { subjectOf } from '../../ui/subject-of.ts'
import { t } from '../../ui/words/words.ts'
import { matchScore } from './match.ts'
import { Highlighted } from '../../ui/highlighted.tsx'
import { foundQuery } from './queries.ts'

interface Entry {
  id: string
  label: string
  /** The label with what was looked for marked, or where else it stands. */
  highlight?: Highlight | null
  icon?: IconName
  group: string
  action: Action | null
  run: () => void
  hint: string
}

type Places = Pick<PaletteProps, 'onTicket' | 'onCase' | 'onSearch'>

const otherIcons = { customer: 'user', order: 'bag', case: 'shield' } as const

/** What was found, as rows: tickets, then what else has such a name. */
function foundEntries(found: FoundEverywhere, places: Places): Entry[] {
  const tickets = found.tickets.map((ticket): Entry => ({
    id: ticket.id,
    label: subjectOf(ticket),
    highlight: ticket.highlight,
    group: t('palette.tickets'),
    action: null,
    run: () => places.onTicket(ticket.id),
    hint: `#${ticket.number}`,
  }))
  const run = {
    customer: (detail: string) => places.onSearch(`customer:"${detail}"`),
    order: (_: string, title: string) => places.onSearch(`order:"${title}"`),
    case: (_: string, __: string, id: string) => places.onCase(id),
  }
  const others = found.others.map(({ kind, id, title, detail }): Entry => ({
    id,
    label: `${title} · ${detail}`,
    icon: otherIcons[kind],
    group: t(`palette.${kind}`),
    action: null,
    run: () => run[kind](detail, title, id),
    hint: '',
  }))
  return [...tickets, ...others]
}

function useEntries(typed: string, places: Places): { entries: Entry[]; found: FoundEverywhere | undefined } {
  const actions = useAllActions()
  const { data } = useQuery(foundQuery(useDeferredValue(typed)))
  const { onTicket, onCase, onSearch } = places
  const entries = useMemo(() => {
    const verbs = actions
      .map((action) => ({ action, score: matchScore(`${action.group} ${action.label}`, typed) }))
      .filter((entry) => entry.score > 0)
      .sort((a, b) => (typed === '' ? 0 : b.score - a.score))
      .map(({ action }): Entry => ({
        id: action.id,
        label: action.label,
        group: action.group,
        action,
        run: action.run,
        hint: action.shortcut ? shortcutText(action.shortcut) : '',
      }))
    if (typed.trim() === '') return verbs
    const search: Entry = {
      id: 'search-for',
      label: t('palette.searchFor', { text: typed }),
      icon: 'search',
      group: t('palette.tickets'),
      action: null,
      run: () => onSearch(typed),
      hint: '',
    }
    const found = data === undefined ? [] : foundEntries(data, { onTicket, onCase, onSearch })
    // A verb that fits hardly is not what somebody means who finds tickets by the same letters.
    return found.length > 0 ? [...verbs.slice(0, mostVerbs), ...found, search] : [...verbs, search]
  }, [actions, data, typed, onTicket, onCase, onSearch])
  return { entries, found: typed.trim() === '' ? undefined : data }
}

/** Verbs that stand before what was found. */
const mostVerbs = 3

interface PaletteProps {
  onClose: () => void
  onTicket: (id: string) => void
  onCase: (id: string) => void
  onSearch: (q: string) => void
}

/** Says which words were taken for others. */
function Corrections({ found }: { found: FoundEverywhere | undefined }) {
  const corrections = found?.search?.corrections ?? []
  if (corrections.length === 0) return null
  return (
    <p role="status" className="px-4 pt-2 text-ink-3">
      {corrections.map(({ written, words }) => t('search.corrected', { written, words: words.join(', ') })).join(' ')}
    </p>
  )
}

/** One field for everything: verbs of this moment, places, tickets. */
export function Palette({ onClose, onTicket, onCase, onSearch }: PaletteProps) {
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [index, setIndex] = useState(0)
  const { entries, found } = useEntries(typed, { onTicket, onCase, onSearch })
  const chosen = Math.min(index, entries.length - 1)
  const run = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    entry.run()
  }
  const move = (step: number) => {
    const next = (chosen + step + entries.length) % Math.max(1, entries.length)
    setIndex(next)
    document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
  }
  return (
    <Dialog title={t('frame.searchOrRun')} place="top" hasHeader={false} onClose={onClose}>
      <div className="sticky top-0 flex items-center gap-2.5 border-b border-line bg-raised px-4">
        <Icon name="search" tone="text-ink-3" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={entries.length > 0 ? `${listId}-${chosen}` : undefined}
          aria-label={t('frame.searchOrRun')}
          placeholder={t('palette.placeholder')}
          autoFocus
          className="h-12 w-full bg-transparent text-[15px]/[22px] outline-none"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setIndex(0)
          }}
          onKeyDown={(event) => {
            const steps: Record<string, () => void> = {
              ArrowDown: () => move(1),
              ArrowUp: () => move(-1),
              Enter: () => run(entries[chosen]),
            }
            const step = steps[event.key]
            if (!step) return
            event.preventDefault()
            step()
          }}
        />
      </div>
      <Corrections found={found} />
      <ul id={listId} role="listbox" aria-label={t('palette.results')} className="p-1.5">
        {entries.map((entry, at) => (
          <Row
            key={entry.id}
            entry={entry}
            id={`${listId}-${at}`}
            isChosen={at === chosen}
            isGroupStart={entries[at - 1]?.group !== entry.group}
            onRun={() => run(entry)}
          />
        ))}
        {entries.length === 0 && <li className="px-2.5 py-3 text-ink-3">{t('palette.none')}</li>}
      </ul>
    </Dialog>
  )
}

interface RowProps {
  entry: Entry
  id: string
  isChosen: boolean
  isGroupStart: boolean
  onRun: () => void
}

function Row({ entry, id, isChosen, isGroupStart, onRun }: RowProps) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={isChosen}
      onClick={onRun}
      className={`flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-2.5 max-pane:min-h-11 ${isChosen ? 'bg-hover' : ''}`}
    >
      <Icon name={entry.action?.icon ?? entry.icon ?? 'ticket'} tone="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">
        <Highlighted label={entry.label} highlight={entry.highlight ?? null} />
      </span>
      {isGroupStart && <span className="type-micro text-ink-3">{entry.group}</span>}
      {entry.hint !== '' && <kbd className="key">{entry.hint}</kbd>}
    </li>
  )
}
