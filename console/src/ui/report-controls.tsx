import type { QaReport } from '@switchyard/sdk'
import { presets } from './report-time.ts'
import type { ReportTime } from './report-time.ts'
import { plural, t, wordFor } from './words/words.ts'

interface TimeProps {
  filter: ReportTime
  span: { from: string; to: string }
  onFilter: (change: Partial<ReportTime>) => void
}

const part =
  'type-label flex h-6 items-center whitespace-nowrap rounded-chip px-2.5 text-ink-2 ring-inside aria-pressed:bg-raised aria-pressed:text-ink aria-pressed:shadow-[0_0_0_1px_var(--line-strong)] max-pane:h-9'

/** The time of a report: one press for the usual ones. */
export function Ranges({ filter, span, onFilter }: TimeProps) {
  return (
    <span role="group" aria-label={t('quality.time')} className="flex flex-none rounded-control bg-fill p-0.5">
      {presets.map((days) => (
        <button
          key={days}
          type="button"
          aria-pressed={filter.days === days}
          className={part}
          onClick={() => onFilter({ days, from: null, to: null })}
        >
          {plural('quality.days', days)}
        </button>
      ))}
      <button
        type="button"
        aria-pressed={filter.days === null}
        className={part}
        onClick={() => onFilter({ days: null, ...span })}
      >
        {t('quality.custom')}
      </button>
    </span>
  )
}

const control = 'field type-label !min-h-0 !w-auto !py-[3px] max-pane:!h-11 max-pane:!text-[16px]'

/** First and last day of a time of one's own. */
export function Days({ span, onFilter }: Omit<TimeProps, 'filter'>) {
  const day = (end: 'from' | 'to') => (
    <input
      type="date"
      aria-label={t(`quality.${end}`)}
      value={span[end]}
      onChange={(event) => event.target.value !== '' && onFilter({ [end]: event.target.value })}
      className={`${control} num`}
    />
  )
  return (
    <span className="flex flex-none items-center gap-1.5">
      {day('from')}
      <span aria-hidden="true">–</span>
      {day('to')}
    </span>
  )
}

/** Narrows a report to one value of a property. */
export function Choice({
  label,
  every,
  value,
  choices,
  onChoose,
}: {
  label: string
  every: string
  value: string | null
  choices: readonly { value: string; label: string }[]
  onChoose: (value: string | null) => void
}) {
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
      className={`${control} max-w-48 flex-none truncate ${value === null ? '!text-ink-2' : ''}`}
    >
      <option value="">{every}</option>
      {value !== null && choices.every((choice) => choice.value !== value) && <option value={value}>{value}</option>}
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
  )
}

/** Which tickets a report is of. */
interface ReportPlace {
  queue: string | null
  channel: string | null
  serviceLine: string | null
}

interface PlacesProps {
  filter: ReportPlace
  /** What there is to choose; unknown before the first answer. */
  choices: QaReport['choices'] | null
  hasServiceLine?: boolean
  onFilter: (change: Partial<ReportPlace>) => void
}

const slugs = (known: readonly { slug: string; label: string }[] = []) =>
  known.map(({ slug, label }) => ({ value: slug, label }))

/** The queue, the channel and, where it is asked for, the service line that a report is narrowed to. */
export function Places({ filter, choices, hasServiceLine = true, onFilter }: PlacesProps) {
  return (
    <>
      <Choice
        label={t('quality.by.queue')}
        every={t('quality.everyQueue')}
        value={filter.queue}
        choices={slugs(choices?.queues)}
        onChoose={(queue) => onFilter({ queue })}
      />
      <Choice
        label={t('quality.by.channel')}
        every={t('quality.everyChannel')}
        value={filter.channel}
        choices={(choices?.channels ?? []).map(({ slug }) => ({ value: slug, label: wordFor('channel', slug) }))}
        onChoose={(channel) => onFilter({ channel })}
      />
      {hasServiceLine && (
        <Choice
          label={t('quality.by.serviceLine')}
          every={t('quality.everyServiceLine')}
          value={filter.serviceLine}
          choices={slugs(choices?.serviceLines)}
          onChoose={(serviceLine) => onFilter({ serviceLine })}
        />
      )}
    </>
  )
}
