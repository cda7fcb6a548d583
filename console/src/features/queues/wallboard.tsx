import { useQuery } from '@tanstack/react-query'
import type { QueueFigures } from '@switchyard/sdk'
import { queuesQuery } from '../../live/queues.ts'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { shareText } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { onTimeShare, sumOf } from './queue-figures.ts'
import { LongestWait, QueueTile } from './queue-tile.tsx'
import { SparkKey } from './spark.tsx'

function Sum({ figure, words }: { figure: React.ReactNode; words: string }) {
  return (
    <div className="flex items-baseline gap-[7px] whitespace-nowrap">
      <b className="num text-[17px]/[22px] font-semibold tracking-[-0.012em]">{figure}</b>
      <span className="type-small text-ink-3">{words}</span>
    </div>
  )
}

function Sums({ queues, asOfMs }: { queues: QueueFigures[]; asOfMs: number }) {
  const sum = sumOf(queues)
  const share = onTimeShare(sum.sla)
  return (
    <div className="flex flex-none flex-wrap items-baseline gap-x-7 gap-y-1 px-0.5 max-pane:gap-x-5">
      <Sum figure={sum.waiting} words={t('tile.waiting')} />
      <Sum figure={sum.active} words={t('sum.active')} />
      <Sum
        figure={sum.waiting > 0 ? <LongestWait waitedMs={sum.longestWaitMs} asOfMs={asOfMs} /> : t('tile.none')}
        words={t('sum.longest')}
      />
      {share !== null && (
        <Sum figure={shareText(share)} words={t('sum.onTime', { n: sum.sla.met + sum.sla.breached })} />
      )}
      <Sum figure={sum.arrivalsLastHour} words={plural('sum.arrivals', sum.arrivalsLastHour)} />
      <span className="ms-auto max-stack:hidden">
        <SparkKey isExpectedKnown={queues.some((queue) => queue.today.hours.some((hour) => hour.expected !== null))} />
      </span>
    </div>
  )
}

interface WallboardProps {
  chosen: string | null
  onChoose: (queue: string | null) => void
}

/** Every queue of the caller's scope at a glance, in the order of the workflow. */
export function Wallboard({ chosen, onChoose }: WallboardProps) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(queuesQuery)
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} className="flex-none" />
  if (!data)
    return (
      <Bones
        className="flex-none pane:grid-cols-2 wide:grid-cols-4"
        rows={Array.from({ length: 4 }, () => 'h-[150px] !rounded-card')}
      />
    )
  if (data.data.length === 0) return <Empty icon="grid" title={t('board.empty')} text={t('board.emptyText')} />
  return (
    <>
      <Sums queues={data.data} asOfMs={dataUpdatedAt} />
      <div className="-m-1 grid max-h-[446px] flex-none auto-rows-min gap-3 overflow-y-auto p-1 max-pane:flex max-pane:snap-x max-pane:overflow-x-auto pane:grid-cols-2 stack:grid-cols-3 wide:grid-cols-4 [@media(max-height:860px)]:max-h-[298px] [@media(max-height:700px)]:max-h-[150px] scroll-p-1">
        {data.data.map((queue) => (
          <QueueTile
            key={queue.slug}
            queue={queue}
            asOfMs={dataUpdatedAt}
            isChosen={queue.slug === chosen}
            onChoose={() => onChoose(queue.slug === chosen ? null : queue.slug)}
          />
        ))}
      </div>
    </>
  )
}
