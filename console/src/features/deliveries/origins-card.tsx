import { useQuery } from '@tanstack/react-query'
import { Icon } from '../../ui/icon.tsx'
import { clockTimeWithSeconds } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { Moment } from '../../ui/delivery-marks.tsx'
import { failingOriginsQuery } from './queries.ts'

/** Servers that callbacks could not be told to lately; nothing while all are well. */
export function OriginsCard() {
  const { data } = useQuery(failingOriginsQuery)
  if (data === undefined || data.data.length === 0) return null
  return (
    <section aria-label={t('hook.origins')} className="flex-none border-b border-line px-5 py-3 max-pane:px-3.5">
      <h3 className="type-micro pb-1 text-ink-3">{t('hook.origins')}</h3>
      <ul>
        {data.data.map((one) => (
          <li key={one.origin} className="flex flex-wrap items-center gap-x-2.5 py-1">
            <Icon
              name={one.probeAt === null ? 'near' : 'alert'}
              size="s"
              tone={one.probeAt === null ? 'text-near' : 'text-breach'}
            />
            <b className="type-code !text-[12px] [overflow-wrap:anywhere]">{one.origin}</b>
            <span className="type-meta text-ink-2">
              {one.probeAt === null
                ? plural('hook.failures', one.failures)
                : t('hook.originText', {
                    time: clockTimeWithSeconds(one.probeAt),
                    count: one.waiting.toLocaleString(),
                  })}
            </span>
            {one.lastFailureAt !== null && (
              <span className="type-meta ms-auto text-ink-3">
                <Moment at={one.lastFailureAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
