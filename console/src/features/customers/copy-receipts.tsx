import { useQuery } from '@tanstack/react-query'
import type { ExportReceipt } from '@switchyard/sdk'
import { useMe } from '../../live/me.ts'
import { Card } from '../../ui/card.tsx'
import { now } from '../../ui/clock.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { plural, t } from '../../ui/words/words.ts'
import { copyReceiptsQuery } from './queries.ts'

function Receipt({ receipt }: { receipt: ExportReceipt }) {
  const { exportedAt, counts, contentHash } = receipt
  return (
    <li className="flex min-h-11 items-center gap-3 px-3.5 py-1.5">
      <time dateTime={exportedAt} title={fullDate(exportedAt)} className="num flex-none">
        {momentText(exportedAt, now())}
      </time>
      <span className="flex-none text-ink-2">{plural('customer.copyOf', counts['messages'] ?? 0)}</span>
      <code
        title={contentHash}
        className="min-w-0 flex-1 truncate font-mono text-[11.5px]/[16px] text-ink-3 max-pane:invisible"
      >
        {contentHash}
      </code>
      <CopyButton text={JSON.stringify(receipt, null, 2)} label={t('customer.copyReceipt')} />
    </li>
  )
}

/** The receipts of the copies that were given out, for who may read the audit trail; nothing where there are none. */
export function CopyReceipts({ customerId }: { customerId: string }) {
  const { permissions } = useMe()
  const isAllowed = permissions.includes('audit:read') || permissions.includes('*')
  const { data = [] } = useQuery({ ...copyReceiptsQuery(customerId), enabled: isAllowed })
  if (data.length === 0) return null
  return (
    <Card icon="download" title={t('customer.copies')}>
      <ul className="divide-y divide-line text-[13px]/[18px]">
        {data.map((receipt) => (
          <Receipt key={receipt.hash} receipt={receipt} />
        ))}
      </ul>
    </Card>
  )
}
