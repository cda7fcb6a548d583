import { useEffect, useId, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { searchGrammarQuery } from '../../live/views.ts'
import { Chip } from '../../ui/chip.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { queryTokens, suggest } from '../../ui/q-grammar.ts'
import type { GrammarField, Suggestion } from '../../ui/q-grammar.ts'
import { t } from '../../ui/words/words.ts'

interface SearchBoxProps {
  value: string
  onSearch: (text: string) => void
  onClose: () => void
  /** Keeps the search under a name. */
  onSave: () => void
}

/** What the text means, token by token; a field the API does not know is marked before it refuses it. */
function Tokens({ text, fields }: { text: string; fields: readonly GrammarField[] }) {
  const known = new Set(fields.map(({ name }) => name))
  const tokens = queryTokens(text).filter((token) => token.kind === 'field')
  if (tokens.length === 0 || fields.length === 0) return null
  return (
    <div className="flex flex-wrap gap-1 pt-1.5">
      {tokens.map((token, index) => (
        <Chip
          key={`${token.text}-${index}`}
          tone={known.has(token.field) ? 'accent' : 'near'}
          {...(known.has(token.field) ? {} : { icon: 'near', title: t('search.unknownField') })}
        >
          {token.text}
        </Chip>
      ))}
    </div>
  )
}

/** The text of the box, and what is suggested at its end. */
function useSearchText(value: string, { onSearch, onClose }: Pick<SearchBoxProps, 'onSearch' | 'onClose'>) {
  const [text, setText] = useState(value)
  const [chosen, choose] = useState(-1)
  const [isSuggesting, setSuggesting] = useState(false)
  const { data } = useQuery(searchGrammarQuery)
  const fields = data?.data ?? []
  const suggestions = isSuggesting ? suggest(text, fields) : []
  useEffect(() => setText(value), [value])
  const write = (next: string) => {
    setText(next)
    choose(-1)
    setSuggesting(true)
  }
  const take = (suggestion: Suggestion | undefined) => {
    if (suggestion) write(text.slice(0, text.length - suggestion.replaces) + suggestion.text)
  }
  const hush = () => setSuggesting(false)
  const leave = () => {
    if (text === '') return onClose()
    setText('')
    hush()
    onSearch('')
  }
  const keys: Record<string, (() => void) | undefined> = {
    Escape: suggestions.length > 0 ? hush : leave,
    ArrowDown: () => (isSuggesting ? choose(Math.min(suggestions.length - 1, chosen + 1)) : setSuggesting(true)),
    ArrowUp: () => choose(Math.max(-1, chosen - 1)),
    Tab: chosen >= 0 ? () => take(suggestions[chosen]) : undefined,
    Enter: chosen >= 0 ? () => take(suggestions[chosen]) : undefined,
  }
  return { text, fields, suggestions, chosen, keys, write, take, hush, leave }
}

interface SuggestionsProps {
  id: string
  suggestions: readonly Suggestion[]
  chosen: number
  onTake: (suggestion: Suggestion) => void
}

function Suggestions({ id, suggestions, chosen, onTake }: SuggestionsProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t('search.suggestions')}
      className="flex flex-wrap gap-1 empty:hidden [&:not(:empty)]:pt-1.5"
    >
      {suggestions.map((suggestion, at) => (
        <li
          key={suggestion.label}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === chosen}
          className={`chip outlined cursor-pointer ${at === chosen ? '!bg-hover' : ''}`}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(suggestion)
          }}
        >
          {suggestion.label}
        </li>
      ))}
    </ul>
  )
}

/** The list's search in the API's own grammar; Enter searches, arrows and Tab take what is suggested, Esc leaves. */
export function SearchBox({ value, onSearch, onClose, onSave }: SearchBoxProps) {
  const listId = useId()
  const input = useRef<HTMLInputElement>(null)
  const { text, fields, suggestions, chosen, keys, write, take, hush, leave } = useSearchText(value, {
    onSearch,
    onClose,
  })
  useEffect(() => input.current?.focus(), [])
  return (
    <form
      role="search"
      className="border-b border-line px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault()
        hush()
        onSearch(text.trim())
      }}
    >
      <div className="relative flex items-center">
        <Icon name="search" size="s" tone="pointer-events-none absolute start-2.5 text-ink-3" />
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
          className="field !px-8"
          aria-label={t('search.label')}
          placeholder={t('search.example')}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => write(event.target.value)}
          onBlur={hush}
          onKeyDown={(event) => {
            const act = keys[event.key]
            if (act === undefined) return
            event.preventDefault()
            act()
          }}
        />
        <IconButton small icon="x" label={t('search.clear')} className="!absolute end-1" onClick={leave} />
      </div>
      <Suggestions id={listId} suggestions={suggestions} chosen={chosen} onTake={take} />
      <Tokens text={text} fields={fields} />
      {value !== '' && (
        <Button small look="bare" icon="star" className="mt-1 -ms-2" onClick={onSave}>
          {t('views.save')}
        </Button>
      )}
    </form>
  )
}
