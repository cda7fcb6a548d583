import { useId, useState } from 'react'
import type { KeyboardEvent, RefObject } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Agent } from '@switchyard/sdk'
import { Avatar } from '../../ui/avatar.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { handleAt, handleOf, withHandle } from './mention-text.ts'
import { agentsQuery } from '../../live/agents.ts'

const mostShown = 6

interface MentionInput {
  area: RefObject<HTMLTextAreaElement | null>
  text: string
  /** Only a note names anybody. */
  isNote: boolean
  /** Nobody names themselves. */
  meId: string | null
  onWrite: (text: string) => void
}

/** Whom the `@` before the caret may mean, by the beginning of any word of their names. */
function useMatches({ area, text, isNote, meId }: MentionInput) {
  const caret = area.current?.selectionStart ?? text.length
  const at = isNote ? handleAt(text, caret) : null
  const { data } = useQuery({ ...agentsQuery, enabled: at !== null })
  if (at === null) return null
  const found = (data?.data ?? []).filter(({ id, name }) => {
    if (id === meId) return false
    const handle = handleOf(name)
    return handle.startsWith(at.part) || handle.split('.').some((word) => word.startsWith(at.part))
  })
  return found.length === 0 ? null : { at: { from: at.from, caret }, agents: found.slice(0, mostShown) }
}

/** Completes `@` in a note: arrows choose, Enter or Tab takes, Esc leaves it as it is. */
export function useMentions(input: MentionInput) {
  const { area, text, onWrite } = input
  const listId = useId()
  const [chosen, setChosen] = useState(0)
  const [leftAt, setLeftAt] = useState<number | null>(null)
  const found = useMatches(input)
  const matches = found !== null && found.at.from !== leftAt ? found : null
  const index = Math.min(chosen, (matches?.agents.length ?? 1) - 1)
  const take = (agent: Agent) => {
    if (matches === null) return
    const next = withHandle(text, matches.at, handleOf(agent.name))
    onWrite(next.text)
    setChosen(0)
    requestAnimationFrame(() => {
      area.current?.focus()
      area.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  /** True when the key was for the list. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (matches === null || event.ctrlKey || event.metaKey) return false
    const agent = matches.agents[index]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setChosen((index + step + matches.agents.length) % matches.agents.length)
    else if (event.key === 'Escape') setLeftAt(matches.at.from)
    else if ((event.key === 'Enter' || event.key === 'Tab') && agent !== undefined) take(agent)
    else return false
    event.preventDefault()
    return true
  }
  const list = matches && (
    <ul
      id={listId}
      role="listbox"
      aria-label={t('mentions.pick')}
      className="mx-2 mb-1 max-h-52 overflow-y-auto rounded-card bg-raised p-1 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-2)]"
    >
      {matches.agents.map((agent, place) => (
        <li
          key={agent.id}
          id={`${listId}-${place}`}
          role="option"
          aria-selected={place === index}
          className="flex h-8 cursor-pointer items-center gap-2 rounded-chip px-2 text-[13px] aria-selected:bg-hover max-pane:h-11"
          onPointerDown={(event) => {
            event.preventDefault()
            take(agent)
          }}
        >
          <Avatar name={agent.name} id={agent.id} size="s" />
          <span className="truncate">{agent.name}</span>
          <span className="ms-auto truncate text-[12px] text-ink-3">
            @{handleOf(agent.name)}
            {agent.presence && ` · ${wordFor('presence', agent.presence.state)}`}
          </span>
        </li>
      ))}
    </ul>
  )
  const attributes = matches && {
    'aria-controls': listId,
    'aria-activedescendant': `${listId}-${index}`,
    'aria-autocomplete': 'list' as const,
  }
  return { list, onKeyDown, attributes: attributes ?? {} }
}
