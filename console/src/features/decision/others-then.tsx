import { useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Agent, Decision, WhyNot } from '@switchyard/sdk'
import { agentsQuery } from '../../live/agents.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { plainText } from '../../ui/plain-text.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { Bones, ProblemLine } from '../../ui/states.tsx'
import { language, wordFor } from '../../ui/words/words.ts'
import { whyNotThenQuery } from './queries.ts'
import { others } from './words.ts'

const judgedAtMost = 4

/** The server writes its reasons in English; in another language the words of the code stand for them. */
const reasonWords = ({ code, text }: WhyNot['reasons'][number]) =>
  language() === 'en' ? text : wordFor('reject', code)

function Judged({ decision, agent }: { decision: Decision; agent: Agent }) {
  const { data, error } = useQuery(whyNotThenQuery(decision, agent.id))
  return (
    <li className="type-small grid grid-cols-[20px_minmax(0,1fr)] gap-2 text-ink-2">
      <Avatar name={agent.name} id={agent.id} size="s" />
      <div className="min-w-0">
        <b className="font-medium text-ink">{agent.name}</b>
        {data && `: ${data.reasons.length === 0 ? others('could') : data.reasons.map(reasonWords).join(', ')}`}
        {data?.agentChangedSince && (
          <span className="type-meta block text-ink-3">{others('changed', { name: agent.name })}</span>
        )}
        {error && <ProblemLine error={error} />}
        {!data && !error && <Bones rows={['h-4 w-2/3']} />}
      </div>
    </li>
  )
}

function Search({ decision }: { decision: Decision }) {
  const { data, error } = useQuery(agentsQuery)
  const [typed, setTyped] = useState('')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector('input')?.focus(), [])
  const wanted = plainText(typed.trim())
  const found = (data?.data ?? [])
    .filter(({ id, name }) => wanted !== '' && id !== decision.agentId && plainText(name).includes(wanted))
    .slice(0, judgedAtMost)
  return (
    <div ref={box} className="grid gap-3">
      <SearchField label={others('find')} hint={others('findHint')} value={typed} onChange={setTyped} />
      {error && <ProblemLine error={error} />}
      <ul className="grid gap-2" aria-live="polite">
        {found.map((agent) => (
          <Judged key={agent.id} decision={decision} agent={agent} />
        ))}
        {data && wanted !== '' && found.length === 0 && <li className="type-small text-ink-3">{others('nobody')}</li>}
      </ul>
    </div>
  )
}

/** What stood against anybody else when the decision was made, asked by name. */
export function OthersThen({ decision }: { decision: Decision }) {
  const [isAsked, setIsAsked] = useState(false)
  if (isAsked) return <Search decision={decision} />
  return (
    <button type="button" className="link justify-self-start hover:underline" onClick={() => setIsAsked(true)}>
      {others('ask')}
    </button>
  )
}
