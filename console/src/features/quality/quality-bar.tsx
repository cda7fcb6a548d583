import { useMutation, useQuery } from '@tanstack/react-query'
import type { QaReport, Query } from '@switchyard/sdk'
import { lastActionCall } from '../../live/client.ts'
import { curlOf } from '../../live/curl.ts'
import { downloadFile } from '../../live/download.ts'
import { Button } from '../../ui/button.tsx'
import { EverythingButton } from '../../ui/everything-button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { CurlMenu } from '../../ui/curl-menu.tsx'
import type { MenuItem } from '../../ui/menu.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { spanText } from '../../ui/figure-text.ts'
import { reviewedAgentsQuery } from './queries.ts'
import { Choice, Days, Places, Ranges } from '../../ui/report-controls.tsx'
import type { ReportFilter } from './report-filter.ts'

interface QualityBarProps {
  filter: ReportFilter
  span: { from: string; to: string }
  query: Query
  /** What the filters may name; unknown before the first answer. */
  choices: QaReport['choices'] | null
  onFilter: (change: Partial<ReportFilter>) => void
}

function curlItems(query: Query): MenuItem[] {
  const item = (id: string, label: string, path: string, asked: Query = {}): MenuItem => ({
    id,
    label,
    icon: 'terminal',
    run: () => void copyText(curlOf({ method: 'GET', path, query: asked }, location.origin)),
  })
  const last = lastActionCall()
  return [
    item('report', t('quality.curlReport'), '/v1/qa/report', query),
    item('reviews', t('quality.curlReviews'), '/v1/qa/reviews'),
    {
      id: 'last',
      label: t('curl.last'),
      icon: 'terminal',
      isDisabled: last === null,
      hint: last?.method ?? t('curl.none'),
      run: () => last && void copyText(curlOf(last, location.origin)),
    },
  ]
}

function Filters({ filter, choices, onFilter }: Pick<QualityBarProps, 'filter' | 'choices' | 'onFilter'>) {
  const { data: agents } = useQuery(reviewedAgentsQuery)
  const { queue, channel, serviceLine, agent } = filter
  return (
    <>
      <Places filter={filter} choices={choices} onFilter={onFilter} />
      <Choice
        label={t('quality.by.agent')}
        every={t('quality.everyAgent')}
        value={filter.agent}
        choices={(agents?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={(agent) => onFilter({ agent })}
      />
      <EverythingButton narrowed={{ queue, channel, serviceLine, agent }} onFilter={onFilter} />
    </>
  )
}

/** Title, the time, the file, the requests behind the screen; below, what the figures are narrowed to. */
export function QualityBar({ filter, span, query, choices, onFilter }: QualityBarProps) {
  const file = useMutation({
    mutationFn: () =>
      downloadFile({ path: '/v1/qa/report', query, type: 'text/csv', fileName: `quality-${span.from}-${span.to}.csv` }),
  })
  return (
    <>
      <header className="flex h-(--h-bar) flex-none items-center gap-3 border-b border-line bg-surface ps-5 pe-3 max-pane:ps-3.5">
        <h1 className="type-title truncate">{t('area.quality')}</h1>
        <span className="type-meta num truncate text-ink-3">{spanText(span)}</span>
        <span className="ms-auto flex items-center gap-1">
          <Button icon="download" small busy={file.isPending} className="max-pane:!h-11" onClick={() => file.mutate()}>
            CSV
          </Button>
          <CurlMenu items={curlItems(query)} />
        </span>
      </header>
      <div
        role="group"
        aria-label={t('quality.filters')}
        className="flex min-h-[42px] flex-none items-center gap-2 overflow-x-auto border-b border-line bg-surface px-5 py-1.5 [scrollbar-width:none] max-pane:px-3.5"
      >
        <Ranges filter={filter} span={span} onFilter={onFilter} />
        {filter.days === null && <Days span={span} onFilter={onFilter} />}
        <span className="h-5 w-px flex-none bg-line" aria-hidden="true" />
        <Filters filter={filter} choices={choices} onFilter={onFilter} />
      </div>
      {file.error && (
        <div className="border-b border-line bg-surface px-5 py-2">
          <ProblemLine error={file.error} />
        </div>
      )}
    </>
  )
}
