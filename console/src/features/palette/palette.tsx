import { useId, useMemo, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useAllActions } from '../../ui/actions.ts'
import type { Action } from '../../ui/actions.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { shortcutText } from '../../ui/shortcut.ts'
import { t } from '../../ui/words/words.ts'
import { matchScore } from './match.ts'
import { foundTicketsQuery } from './queries.ts'

const mostTickets = 5

interface Entry {
  id: string
  label: string
  group: string
  action: Action | null
  run: () => void
  hint: string
}

function useEntries(typed: string, onTicket: (id: string) => void, onSearch: (q: string) => void): Entry[] {
  const actions = useAllActions()
  const { data } = useQuery(foundTicketsQuery(typed))
  return useMemo(() => {
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
    const tickets = (typed.trim() === '' ? [] : (data?.data ?? [])).slice(0, mostTickets).map((ticket): Entry => ({
      id: ticket.id,
      label: ticket.issueSummary,
      group: t('palette.tickets'),
      action: null,
      run: () => onTicket(ticket.id),
      hint: `#${ticket.number}`,
    }))
    const search: Entry[] =
      typed.trim() === ''
        ? []
        : [
            {
              id: 'search-for',
              label: t('palette.searchFor', { text: typed }),
              group: t('palette.tickets'),
              action: null,
              run: () => onSearch(typed),
              hint: '',
            },
          ]
    return [...verbs, ...tickets, ...search]
  }, [actions, data, typed, onTicket, onSearch])
}

interface PaletteProps {
  onClose: () => void
  onTicket: (id: string) => void
  onSearch: (q: string) => void
}

/** One field for everything: verbs of this moment, places, tickets. */
export function Palette({ onClose, onTicket, onSearch }: PaletteProps) {
  const listId = useId()
  const [typed, setTyped] = useState('')
  const [index, setIndex] = useState(0)
  const entries = useEntries(typed, onTicket, onSearch)
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
      <Icon name={entry.action?.icon ?? 'ticket'} tone="text-ink-3" />
      <span className="min-w-0 flex-1 truncate">{entry.label}</span>
      {isGroupStart && <span className="type-micro text-ink-3">{entry.group}</span>}
      {entry.hint !== '' && <kbd className="key">{entry.hint}</kbd>}
    </li>
  )
}
