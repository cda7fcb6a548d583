import { useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Task } from '@switchyard/sdk'
import { cacheKeys } from '../../../live/cache-keys.ts'
import { api } from '../../../live/client.ts'
import { Button } from '../../../ui/button.tsx'
import { useClock } from '../../../ui/clock.ts'
import { Icon } from '../../../ui/icon.tsx'
import { ProblemLine } from '../../../ui/states.tsx'
import { timerText } from '../../../ui/time.ts'
import { t, wordFor } from '../../../ui/words/words.ts'
import { endWrapupCall } from './chat-calls.ts'

const dispositions = ['resolved', 'answered', 'follow_up', 'handed_on', 'customer_left', 'no_request'] as const

/** What is left after a conversation: how it ended, until its time is up or its agent says so. Notes are written below. */
export function WrapupPanel({ task }: { task: Task }) {
  const client = useQueryClient()
  const [chosen, choose] = useState<string | null>(null)
  const until = task.wrapupUntil
  const left = useClock((nowMs) => (until === null ? '' : timerText(Math.max(0, Date.parse(until) - nowMs))))
  const finish = useMutation({
    mutationFn: () => api.request<Task>(endWrapupCall(task, chosen)),
    onSettled: () => {
      for (const queryKey of [cacheKeys.ticket(task.ticketId), cacheKeys.chats, cacheKeys.workloads])
        void client.invalidateQueries({ queryKey })
    },
  })
  // Away at once, with what was chosen: that is there again where the end is refused.
  if (finish.isPending || finish.isSuccess) return null
  return (
    <section
      aria-label={t('wrapup.title')}
      className="enter-rise mx-4 mb-2 flex-none rounded-card bg-raised p-3 shadow-[0_0_0_1px_var(--line-strong),var(--shadow-1)] max-pane:mx-2"
    >
      <div className="flex items-center gap-2">
        <Icon name="history" size="s" tone="text-ink-3" />
        <h2 className="type-label">{t('wrapup.title')}</h2>
        {left !== '' && (
          <span role="timer" className="num type-meta text-ink-3">
            {t('wrapup.left', { time: left })}
          </span>
        )}
        <Button small look="solid" className="ms-auto max-pane:!h-11" onClick={() => finish.mutate()}>
          {t('wrapup.finish')}
        </Button>
      </div>
      <div role="radiogroup" aria-label={t('wrapup.how')} className="mt-2.5 flex flex-wrap gap-1.5">
        {dispositions.map((code) => (
          <label
            key={code}
            className="chip outlined relative !h-6 cursor-pointer has-checked:bg-accent-tint has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-focus max-pane:!h-9"
          >
            <input
              type="radio"
              name={`disposition-${task.id}`}
              className="sr-only"
              checked={chosen === code}
              onChange={() => choose(code)}
            />
            {chosen === code && <Icon name="check" size="xs" />}
            {wordFor('disposition', code)}
          </label>
        ))}
      </div>
      {finish.error && (
        <div className="mt-2">
          <ProblemLine error={finish.error} />
        </div>
      )}
    </section>
  )
}
