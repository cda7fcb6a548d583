import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SessionRow } from '@switchyard/sdk'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Failure, ProblemLine } from '../../ui/states.tsx'
import { fullDate, momentText } from '../../ui/time.ts'
import { now } from '../../ui/clock.ts'
import { t } from '../../ui/words/words.ts'
import { revokeSession, sessionsQuery } from './queries.ts'

/** `Firefox on Linux` of a user agent, as far as it tells. */
export function browserOf(userAgent: string | null | undefined): string {
  const text = userAgent ?? ''
  const browser = /Edg\//.test(text)
    ? 'Edge'
    : /Firefox\//.test(text)
      ? 'Firefox'
      : /Chrome\//.test(text)
        ? 'Chrome'
        : /Safari\//.test(text)
          ? 'Safari'
          : ''
  const system = /Android/.test(text)
    ? 'Android'
    : /iPhone|iPad/.test(text)
      ? 'iOS'
      : /Mac OS/.test(text)
        ? 'macOS'
        : /Windows/.test(text)
          ? 'Windows'
          : /Linux/.test(text)
            ? 'Linux'
            : ''
  return [browser, system].filter(Boolean).join(', ') || text.slice(0, 40) || t('sessions.unknown')
}

function Row({ row }: { row: SessionRow }) {
  const client = useQueryClient()
  const revoke = useMutation({ mutationFn: revokeSession, onSuccess: () => client.invalidateQueries(sessionsQuery) })
  const seen = row.lastSeenAt ?? row.createdAt
  return (
    <li className="border-b border-line px-4 py-3 last:border-0">
      <div className="flex items-center gap-3">
        <Icon name="screen" tone="text-ink-3" />
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-2 truncate">
            {browserOf(row.userAgent)} {row.isCurrent && <Chip tone="accent">{t('sessions.current')}</Chip>}
          </div>
          <div className="type-meta text-ink-3" title={fullDate(seen)}>
            {t('sessions.seen', { at: momentText(seen, now()), from: row.address ?? '' })}
          </div>
        </div>
        {!row.isCurrent && (
          <Button small busy={revoke.isPending} onClick={() => revoke.mutate(row.id)}>
            {t('sessions.revoke')}
          </Button>
        )}
      </div>
      {revoke.error && <ProblemLine error={revoke.error} />}
    </li>
  )
}

/** Where this person is signed in, each with a way to end it. */
export function SessionsDialog({ onClose }: { onClose: () => void }) {
  const { data, error, refetch } = useQuery(sessionsQuery)
  return (
    <Dialog title={t('account.sessions')} onClose={onClose}>
      {error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <ul>
          {data.data.map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </ul>
      ) : (
        <Bones className="p-4" rows={['h-9', 'h-9']} />
      )}
    </Dialog>
  )
}
