import { useMutation } from '@tanstack/react-query'
import type { QaReport, Query } from '@switchyard/sdk'
import { curlOf } from '../../live/curl.ts'
import { downloadFile } from '../../live/download.ts'
import { Button } from '../../ui/button.tsx'
import { EverythingButton } from '../../ui/everything-button.tsx'
import { copyText } from '../../ui/copy-button.tsx'
import { CurlMenu } from '../../ui/curl-menu.tsx'
import { spanText } from '../../ui/figure-text.ts'
import { Days, Places, Ranges } from '../../ui/report-controls.tsx'
import { ProblemLine } from '../../ui/states.tsx'
import { t } from '../../ui/words/words.ts'
import { reportTabs } from './reports-filter.ts'
import type { ReportsFilter } from './reports-filter.ts'

interface ReportsBarProps {
  filter: ReportsFilter
  span: { from: string; to: string }
  query: Query
  choices: QaReport['choices'] | null
  onFilter: (change: Partial<ReportsFilter>) => void
}

function Tabs({ filter, onFilter }: Pick<ReportsBarProps, 'filter' | 'onFilter'>) {
  return (
    <div
      role="tablist"
      aria-label={t('area.reports')}
      className="flex min-w-0 gap-1 overflow-x-auto [scrollbar-width:none]"
    >
      {reportTabs.map((tab, place) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`report-tab-${tab}`}
          aria-selected={filter.tab === tab}
          aria-controls="report"
          tabIndex={filter.tab === tab ? 0 : -1}
          className="type-label ring-inside flex h-7 flex-none items-center rounded-control px-2.5 text-ink-3 hover:text-ink aria-selected:bg-ink/7 aria-selected:text-ink max-pane:h-11 max-pane:px-1.5"
          onClick={() => onFilter({ tab })}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return
            const step = event.key === 'ArrowRight' ? 1 : -1
            const other = reportTabs.at((place + step) % reportTabs.length)
            if (other === undefined) return
            onFilter({ tab: other })
            document.querySelector<HTMLElement>(`#report-tab-${other}`)?.focus()
          }}
        >
          {t(`reports.tab.${tab}`)}
        </button>
      ))}
    </div>
  )
}

function Filters({ filter, choices, onFilter }: Pick<ReportsBarProps, 'filter' | 'choices' | 'onFilter'>) {
  const { queue, channel, serviceLine } = filter
  return (
    <>
      <Places filter={filter} choices={choices} hasServiceLine={filter.tab !== 'fairness'} onFilter={onFilter} />
      <EverythingButton
        narrowed={{ queue, channel, serviceLine: filter.tab === 'fairness' ? null : serviceLine }}
        onFilter={onFilter}
      />
    </>
  )
}

/** Title, report, time, file and requests; below, what the figures are narrowed to. */
export function ReportsBar({ filter, span, query, choices, onFilter }: ReportsBarProps) {
  const path = `/v1/reports/${filter.tab}`
  const file = useMutation({
    mutationFn: () =>
      downloadFile({ path, query, type: 'text/csv', fileName: `${filter.tab}-${span.from}-${span.to}.csv` }),
  })
  const curl = () => void copyText(curlOf({ method: 'GET', path, query }, location.origin))
  return (
    <>
      <header className="flex h-(--h-bar) flex-none items-center gap-3 border-b border-line bg-surface ps-5 pe-3 max-pane:ps-3.5">
        <h1 className="type-title truncate max-pane:sr-only">{t('area.reports')}</h1>
        <Tabs filter={filter} onFilter={onFilter} />
        <span className="type-meta num truncate text-ink-3 max-pane:hidden">{spanText(span)}</span>
        <span className="ms-auto flex flex-none items-center gap-1">
          <Button icon="download" small busy={file.isPending} className="max-pane:!h-11" onClick={() => file.mutate()}>
            CSV
          </Button>
          <CurlMenu items={[{ id: 'report', label: t('reports.curl'), icon: 'terminal', run: curl }]} />
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
