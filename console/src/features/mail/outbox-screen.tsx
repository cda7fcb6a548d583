import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Bones, Empty, Failure } from '../../ui/states.tsx'
import { t, wordFor } from '../../ui/words/words.ts'
import { mailKinds, mailStates } from './mail-filter.ts'
import type { MailFilter } from './mail-filter.ts'
import { MailList } from './mail-list.tsx'
import { MailPanel } from './mail-panel.tsx'
import { mailsQuery } from './queries.ts'

interface OutboxScreenProps {
  filter: MailFilter
  openId: string | null
  mayResend: boolean
  onFilter: (change: Partial<MailFilter>) => void
  onClose: () => void
}

function Bar({ filter, onFilter }: Pick<OutboxScreenProps, 'filter' | 'onFilter'>) {
  return (
    <header className="flex min-h-(--h-bar) flex-none flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-5 py-1.5 max-pane:px-3.5">
      <h1 className="type-title">{t('area.outbox')}</h1>
      <div role="group" aria-label={t('mail.stateLabel')} className="flex flex-wrap gap-0.5">
        {[null, ...mailStates].map((state) => (
          <button
            key={state ?? 'all'}
            type="button"
            aria-pressed={filter.state === state}
            className="b sm bare aria-pressed:bg-hover aria-pressed:font-semibold"
            onClick={() => onFilter({ state })}
          >
            {state === null ? t('mail.all') : wordFor('mail.state', state)}
          </button>
        ))}
      </div>
      <select
        aria-label={t('mail.kindLabel')}
        className="field ms-auto w-auto max-pane:ms-0"
        value={filter.kind ?? ''}
        onChange={({ target }) => onFilter({ kind: mailKinds.find((kind) => kind === target.value) ?? null })}
      >
        <option value="">{t('mail.allKinds')}</option>
        {mailKinds.map((kind) => (
          <option key={kind} value={kind}>
            {wordFor('mail.kind', kind)}
          </option>
        ))}
      </select>
    </header>
  )
}

function NoServer() {
  return (
    <div
      role="status"
      className="flex flex-none items-start gap-2.5 border-b border-line bg-near-tint px-5 py-2.5 max-pane:px-3.5"
    >
      <Icon name="alert" tone="mt-px text-near" />
      <p>
        <b className="font-medium">{t('mail.noServer')}</b> <span className="text-ink-2">{t('mail.noServerHow')}</span>
      </p>
    </div>
  )
}

/** The outbox: every mail this workspace has written, what became of it, and sending one again. */
export function OutboxScreen({ filter, openId, mayResend, onFilter, onClose }: OutboxScreenProps) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(mailsQuery(filter))
  const mails = data?.pages.flatMap((page) => page.data)
  const isNarrowed = filter.state !== null || filter.kind !== null
  return (
    <div className="relative flex h-full min-h-0 flex-col overflow-hidden">
      <div className={`flex min-h-0 flex-1 flex-col ${openId === null ? '' : 'max-pane:hidden stack:me-[548px]'}`}>
        <Bar filter={filter} onFilter={onFilter} />
        {data?.pages[0]?.sends === false && <NoServer />}
        <main className="min-h-0 flex-1 overflow-y-auto bg-surface">
          {error && !mails && <Failure error={error} onRetry={() => void refetch()} />}
          {!mails && !error && <Bones className="p-5" rows={Array.from({ length: 8 }, () => 'h-10')} />}
          {mails?.length === 0 && (
            <Empty
              icon="mail"
              title={t(isNarrowed ? 'mail.noneFound' : 'mail.none')}
              text={t(isNarrowed ? 'mail.noneFoundText' : 'mail.noneText')}
            />
          )}
          {mails !== undefined && mails.length > 0 && <MailList mails={mails} openId={openId} />}
          {hasNextPage && (
            <div className="grid place-items-center p-4">
              <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {t('mail.more')}
              </Button>
            </div>
          )}
        </main>
      </div>
      {openId !== null && <MailPanel key={openId} mailId={openId} mayResend={mayResend} onClose={onClose} />}
    </div>
  )
}
