import type { ReportOverview, ReportShare } from '@switchyard/sdk'
import { countText, wholeShare } from '../../ui/figure-text.ts'
import { t, wordFor } from '../../ui/words/words.ts'
import { shareSplits } from './reports-filter.ts'
import type { ReportsFilter } from './reports-filter.ts'
import { RowsLink } from './rows-link.tsx'
import { SplitChoice } from './split-choice.tsx'

type Split = ReportsFilter['split']

function ShareHead({ split }: { split: Split }) {
  return (
    <thead>
      <tr className="type-micro h-8 border-b border-line text-ink-3 *:px-2 *:font-normal">
        <th scope="col" className="!ps-3.5 text-start">
          {t(`quality.by.${split}`)}
        </th>
        <th scope="col" className="w-2/5">
          <span className="sr-only">{t('reports.bar')}</span>
        </th>
        <th scope="col" className="text-end">
          {t('quality.created')}
        </th>
        <th scope="col" className="text-end">
          {t('quality.closed')}
        </th>
        <th scope="col" className="text-end">
          {t('quality.open')}
        </th>
        <th scope="col" className="!pe-3.5 text-end">
          {t('reports.ofClosed')}
        </th>
      </tr>
    </thead>
  )
}

function ShareTable({ shares, split }: { shares: readonly ReportShare[]; split: Split }) {
  const highest = Math.max(1, ...shares.map(({ created }) => created))
  const labelOf = ({ key, label }: ReportShare) =>
    key === null ? t('quality.none') : split === 'channel' ? wordFor('channel', key) : label
  return (
    <div className="ring-inside overflow-x-auto" tabIndex={0} role="region" aria-label={t('reports.shares')}>
      <table className="type-small num w-full border-collapse">
        <ShareHead split={split} />
        <tbody>
          {shares.map((share) => (
            <tr key={share.key ?? ''} className="h-9 border-b border-line last:border-0 hover:bg-hover">
              <th scope="row" className="max-w-52 truncate px-2 ps-3.5 text-start font-medium">
                {share.key === null && split !== 'agent' ? (
                  labelOf(share)
                ) : (
                  <RowsLink rowsUrl={share.rowsUrl} title={t('quality.showTickets', { label: labelOf(share) })}>
                    {labelOf(share)}
                  </RowsLink>
                )}
              </th>
              <td className="px-2">
                <span
                  aria-hidden="true"
                  className="block h-2 rounded-full bg-series-1"
                  style={{ width: `${(100 * share.created) / highest}%` }}
                />
              </td>
              <td className="px-2 text-end">{countText(share.created)}</td>
              <td className="px-2 text-end">{countText(share.closed)}</td>
              <td className="px-2 text-end">{countText(share.open)}</td>
              <td className="px-2 pe-3.5 text-end">{wholeShare(share.closedShare)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface SharesProps {
  report: ReportOverview
  filter: ReportsFilter
  onFilter: (change: Partial<ReportsFilter>) => void
}

/** What the volume of a time fell to, each with its tickets. */
export function Shares({ report, filter, onFilter }: SharesProps) {
  const shares: ReportShare[] = { queue: report.byQueue, channel: report.byChannel, agent: report.byAgent }[
    filter.split
  ]
  return (
    <section
      aria-label={t('reports.shares')}
      className="rounded-card bg-surface shadow-[0_0_0_1px_var(--line),var(--shadow-1)]"
    >
      <header className="flex min-h-9 flex-wrap items-center gap-2 border-b border-line px-3.5 py-1">
        <h2 className="text-[12.5px]/[18px] font-semibold">{t('reports.shares')}</h2>
        <SplitChoice
          label={t('quality.groupBy')}
          choices={shareSplits}
          chosen={filter.split}
          onChoose={(split) => onFilter({ split })}
        />
      </header>
      {shares.length === 0 ? (
        <p className="px-3.5 py-4 text-ink-3">{t('quality.noRows')}</p>
      ) : (
        <ShareTable shares={shares} split={filter.split} />
      )}
    </section>
  )
}
