import { useQuery } from '@tanstack/react-query'
import { queuesQuery } from '../../live/queues.ts'
import { t } from '../../ui/words/words.ts'
import { stepText, stepWhen } from './step-words.ts'

/** What the chosen queue does with a task that nobody takes, in one line; nothing when it does nothing. */
export function QueueSteps({ queue: slug }: { queue: string }) {
  const { data } = useQuery(queuesQuery)
  const steps = data?.data.find((queue) => queue.slug === slug)?.steps ?? []
  if (steps.length === 0) return null
  return (
    // What scrolls is reached by keys as well.
    <section
      tabIndex={0}
      aria-label={t('step.title')}
      className="type-meta flex min-h-8 flex-none items-center gap-x-4 gap-y-1 overflow-x-auto border-b border-line px-4 py-1.5 whitespace-nowrap [scrollbar-width:none]"
    >
      <span className="text-ink-3">{t('step.title')}</span>
      <ul className="flex gap-4" aria-label={t('step.title')}>
        {steps.map((step, place) => (
          <li key={place} className="flex gap-1.5">
            <span className="num text-ink-3">{stepWhen(step)}</span>
            <span className="text-ink-2">{stepText(step, data?.data ?? [])}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
