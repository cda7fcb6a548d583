import type { CaseDetail } from '@switchyard/sdk'
import { useClock } from '../../ui/clock.ts'
import { fullDate, momentText } from '../../ui/time.ts'
import { t } from '../../ui/words/words.ts'
import { historyWords, whoOf } from './history-words.ts'
import type { HistoryLine } from './history-words.ts'
import { Section } from './section.tsx'

function Line({ line, one }: { line: HistoryLine; one: CaseDetail }) {
  const time = useClock((nowMs) => momentText(line.at, nowMs))
  return (
    <li className="grid grid-cols-[64px_minmax(0,1fr)] gap-2.5 py-0.5 text-[12.5px]/[18px] text-ink-2">
      <time dateTime={line.at} title={fullDate(line.at)} className="num text-ink-3">
        {time}
      </time>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <b className="font-medium text-ink">{whoOf(line)}</b> {historyWords(line, one)}
        {line.note !== null && (
          <q dir="auto" className="mt-0.5 block border-s-2 border-line-strong ps-2 text-ink-2 [quotes:none]">
            {line.note}
          </q>
        )}
      </span>
    </li>
  )
}

/** Everything that happened to a case in plain words, the latest on top. */
export function CaseTrail({ one }: { one: CaseDetail }) {
  return (
    <Section title={t('case.trail')} count={one.history.length}>
      <ol reversed>
        {one.history.toReversed().map((line) => (
          <Line key={line.id} line={line} one={one} />
        ))}
      </ol>
    </Section>
  )
}
